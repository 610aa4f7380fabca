"""An ETag made of what an answer says."""

from hashlib import sha256
from typing import Any

from django.utils.cache import get_conditional_response, patch_cache_control
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class TaggedView(APIView):
    """Whoever has the answer already, and says so, is told that it is the same (304)."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        final: Any = super().finalize_response(request, response, *args, **kwargs)
        if not isinstance(final, Response) or final.status_code != 200 or request.method not in ("GET", "HEAD"):
            return final
        tag = f'"{sha256(final.rendered_content).hexdigest()[:32]}"'
        final["ETag"] = tag
        patch_cache_control(final, private=True, no_cache=True)
        answer: Any = get_conditional_response(request, etag=tag, response=final)
        return answer
