"""A stand-in for Amazon's Skill Management API, as far as ASK CLI asks it while it deploys.

https://developer.amazon.com/docs/alexa/smapi/skill-package-api-reference.html
"""

import json
from http.server import BaseHTTPRequestHandler

__all__ = ["SKILL_ID", "Amazon"]

SKILL_ID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000001"
"""The id that it gives to every skill."""


class Amazon(BaseHTTPRequestHandler):
    """Takes a skill package as Amazon's Skill Management API does, and is content with it."""

    packages: list[bytes] = []  # noqa: RUF012  # one list, for the one server

    def answer(self) -> None:
        """Answer what ASK CLI asks while it uploads a package."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        imported = {"status": "SUCCEEDED", "skill": {"skillId": SKILL_ID, "resources": []}}
        base = f"http://{self.headers['Host']}"
        status, answer, location = {
            "POST /v1/skills/uploads": (201, {"uploadUrl": f"{base}/package"}, ""),
            "PUT /package": (200, {}, ""),
            "POST /v1/skills/imports": (202, {}, "/v1/skills/imports/1"),
            f"POST /v1/skills/{SKILL_ID}/imports": (202, {}, "/v1/skills/imports/1"),
            "GET /v1/skills/imports/1": (200, imported, ""),
            "GET /v1/vendors": (200, {"vendors": [{"id": "MADEUP"}]}, ""),
        }[f"{self.command} {self.path}"]
        if self.command == "PUT":
            self.packages.append(body)
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = answer  # noqa: N815  # as the server calls them

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as inherited
        """Stay quiet."""
