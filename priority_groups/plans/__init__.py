"""The delivery plans that a framework calls for: which of its actions are taken up, by whom, until when, and how far they are.

The plans and the Framework's actions are content. What is kept in the database is what people say of an action of a plan: a
history that is only ever added to, of which the state of every plan at any moment follows.
"""
