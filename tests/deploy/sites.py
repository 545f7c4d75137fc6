"""Two web sites: `python sites.py FOLDER` serves both on port 443, and writes their CA to the folder."""

import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import trustme


class Site(BaseHTTPRequestHandler):
    """Says which site was asked."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", "0")))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"this is " + self.headers["host"].encode())

    do_GET = do_POST  # noqa: N815 - the name that http.server asks for


def main(folder: Path) -> None:
    """Serve until killed."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "sites.crt"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("api.openai.com", "www.nieuws.example").configure_cert(context)
    server = ThreadingHTTPServer(("0.0.0.0", 443), Site)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
