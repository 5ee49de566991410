"""The two engines that pool: one process, and Spark on this machine. What holds for one holds for the other."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from commonlot.engines.pooling import PoolingResult, pool_lines

Pool = Callable[..., PoolingResult]


def _java() -> str | None:
    """Say why Spark cannot start here, None if it can."""
    if shutil.which("java") is None:
        return "Spark needs Java 17, and this machine has none: apt-get install openjdk-17-jre-headless"
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    version = said.partition('version "')[2].partition(".")[0]
    return None if version.isdecimal() and int(version) >= 17 else f"Spark needs Java 17, found {said[:60]}"


@pytest.fixture(scope="session")
def spark_session() -> Iterator[Any]:
    why_not = _java()
    if why_not:
        pytest.skip(why_not)
    from commonlot.engines.pooling.spark import local_session

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = local_session(2, "1g", brief=True)
    yield session
    session.stop()


@pytest.fixture(scope="module", params=["one process", pytest.param("Spark", marks=pytest.mark.spark)])
def engine(request: pytest.FixtureRequest) -> Pool:
    """Return `pool_lines` of each engine."""
    if request.param == "one process":
        return pool_lines
    from commonlot.engines.pooling.spark import SparkEngine

    engine = SparkEngine(request.getfixturevalue("spark_session"), parts=2)
    return engine.pool_lines
