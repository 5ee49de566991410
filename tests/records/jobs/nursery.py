"""Gives birth to workers quickly: everything is loaded once, then each line that is read makes a new process.

`python -m tests.records.jobs.nursery` writes the number of each worker's process, and, when it is gone, "gone".
"""

import os
import sys


def main() -> None:
    """Load the program, then fork a worker for each line."""
    import django

    django.setup()
    from procrastinate.contrib.django import app

    from commonlot.cli import worker

    app.perform_import_paths()  # type: ignore[no-untyped-call]
    app.worker_defaults["fetch_job_polling_interval"] = 0.1  # a job that is given back is found at once
    for _ in sys.stdin:
        process = os.fork()
        if process == 0:
            os._exit(worker.main([]))
        print(process, flush=True)
        os.waitpid(process, 0)
        print("gone", flush=True)


if __name__ == "__main__":
    main()
