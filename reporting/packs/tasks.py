"""What a worker does for packs."""

from reporting.packs import delivering, service
from reporting.packs.models import Pack
from wales_framework.jobs.progress import Progress
from wales_framework.jobs.queue import work


@work(service.KIND)
def make_pack(target: str, progress: Progress) -> None:
    """Make the pack, unless an earlier attempt did."""
    pack = Pack.objects.get(pk=target)
    if not pack.file:
        service.finish(pack, progress)


@work(delivering.KIND)
def deliver(target: str, progress: Progress) -> None:
    """Tell the subscribers of a release; `target` is its number."""
    delivering.deliver(int(target), progress)
