"""`{% kept %}…{% endkept %}`: a part of a page that is made once for an edition (see reporting.kept)."""

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import SafeString

from reporting.kept import NAME, KeptPage

register = template.Library()


class KeptNode(template.Node):
    def __init__(self, part: str, nodelist: NodeList) -> None:
        self.part, self.nodelist = part, nodelist

    def render(self, context: template.Context) -> SafeString:
        kept: KeptPage = context[NAME]
        if (found := kept.read(self.part)) is not None:
            return SafeString(found)
        with context.push(**kept.made):
            written = self.nodelist.render(context)
        kept.keep(self.part, written)
        return written


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept %}`, or `{% kept name %}` for each of several parts of one page."""
    name = token.split_contents()[1:]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name[0] if name else "", nodelist)
