"""Whether the bot of this container serves: exit code 0 or 1. Starting a whole bot costs more."""

import os
import sys
import urllib.request


def main() -> int:
    """Asks /healthz on METRICS_PORT."""
    address = f"http://127.0.0.1:{os.environ['METRICS_PORT']}/healthz"
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with straight.open(address, timeout=4) as answer:
            return 0 if answer.status == 200 else 1
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
