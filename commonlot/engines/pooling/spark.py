"""The same stages on Apache Spark, for more lines than one process holds (extra `spark`; needs Java 17).

Lines, kinds, sayings and groups travel pickled in binary columns and are handled by the very functions of the one
process: it reads them in the same order, weighs grams with the same table, compares the same blocks, judges with the
same judge and joins within each connected component as it does. So both find the same groups. The driver holds only
what is small beside the lines: the table of grams, the weights of words, and the component of every saying.
"""

import pickle
from collections.abc import Iterable, Sequence
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from pyspark import StorageLevel, TaskContext
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql.pandas.functions import pandas_udf

from commonlot.engines.pooling.assembly import finish, make_group
from commonlot.engines.pooling.candidates import (
    BLOCK,
    COMMON,
    NearestOfBlock,
    keep_nearest,
    keys_of,
    link,
)
from commonlot.engines.pooling.cluster import Pair, check_decisions, components, form_groups
from commonlot.engines.pooling.grams import add_up, rare_only, weigh
from commonlot.engines.pooling.judging import Scorer
from commonlot.engines.pooling.needs import Decision, Group, Key, NeedLine, PoolingResult
from commonlot.engines.pooling.pipeline import Progress, check, decided, least, set_apart, silent
from commonlot.engines.pooling.reading_at_once import read_part, typed_text
from commonlot.engines.pooling.register import SPEAKERS, Register
from commonlot.engines.pooling.sayings import collapse, normal_form
from commonlot.engines.pooling.score import Weights
from commonlot.engines.pooling.spark_frames import (
    Blocks,
    Frames,
    Rows,
    as_judged,
    by_rows,
    count_block,
    judge_block,
    local_session,
    row_of,
    rows_of,
)

Said = tuple[list[Pair], list[Pair], frozenset[Pair]]
PAIR = "low long, high long"
KEY = "code string, place long"
# One part of partners for so many parts of lines.
PARTNERS = 64


__all__ = ["SparkEngine", "local_session"]


class SparkEngine:
    """Pools on a Spark session.

    parts: into how many pieces lines are cut (about 15,000 lines each serve well). folder: where blocks of lines stand
    while they are judged; on a cluster one that all its machines share, else a temporary one of this machine.
    """

    def __init__(self, session: SparkSession, parts: int = 4, folder: str | None = None) -> None:
        self.session, self.parts, self.folder = session, parts, folder
        self._made: list[TemporaryDirectory[str]] = []
        self._kept: list[DataFrame] = []

    def pool_lines(
        self,
        lines: Sequence[NeedLine],
        decisions: Sequence[Decision] = (),
        progress: Progress = silent,
        *,
        vocabulary: Any = None,
        scorer: Scorer | None = None,
        register: Register | None = None,
    ) -> PoolingResult:
        """Pool like needs: takes and returns what `pipeline.pool_lines` does, and the same groups."""
        check(lines, decisions)
        if not lines:
            return finish(0, [])
        frame = self.frame_of(lines)
        pooled = self.pool(
            frame, decisions, progress, vocabulary=vocabulary, scorer=scorer, register=register
        )
        try:
            groups: list[Group] = [pickle.loads(row.group) for row in pooled.toLocalIterator()]
        finally:
            self.release()
        progress("pooled", len(lines), len(lines))
        return finish(len(lines), groups)

    def frame_of(self, lines: Iterable[NeedLine]) -> DataFrame:
        """Return lines as a frame: text (by which they are sorted), line (a pickled NeedLine)."""
        rows = [(typed_text(line), pickle.dumps(line)) for line in lines]
        return self.session.createDataFrame(
            pd.DataFrame(rows, columns=["text", "line"]), "text string, line binary"
        )

    def pool(
        self,
        lines: DataFrame,
        decisions: Sequence[Decision] = (),
        progress: Progress = silent,
        *,
        vocabulary: Any = None,
        scorer: Scorer | None = None,
        register: Register | None = None,
    ) -> DataFrame:
        """Return a frame with one row for each group: lines (how many), group (a pickled Group without its id).

        lines: as `frame_of` makes it. The frame may be written anywhere; call `release` afterwards.
        """
        self._arrow(2000)
        self.session.conf.set("spark.sql.shuffle.partitions", str(self.parts))
        apart = set_apart(decisions)
        progress("reading", 0, 1)
        sayings, weights = self._read(lines, apart, vocabulary, register or Register())
        said = self._decided(sayings, decisions, weights)
        progress("finding", 0, 1)
        compared, known = self._compared(sayings)
        pairs, blocks = self._find(compared, known)
        progress("comparing", 0, 1)
        judged = self._judge(pairs, blocks, weights, scorer)
        progress("grouping", 0, 1)
        return self._group(sayings, judged, said, weights, scorer)

    def release(self) -> None:
        """Let go of what was kept on the way."""
        while self._kept:
            self._kept.pop().unpersist()
        while self._made:
            self._made.pop().cleanup()

    # --- reading ---------------------------------------------------------------------------------------------

    def _read(
        self, lines: DataFrame, apart: frozenset[Key], vocabulary: Any, register: Register
    ) -> tuple[DataFrame, Weights]:
        """Return the sayings (number, kind: number of its first kind, need, spoiled, stated, lines, saying)."""

        def read(frames: Frames) -> Rows:
            typed = [pickle.loads(line) for frame in frames for line in frame["line"]]
            for i, kind in enumerate(read_part(typed, apart, vocabulary)):
                words = sorted(set(kind.words))
                yield normal_form(kind), typed_text(kind.lines[0]), i, pickle.dumps(kind), words

        schema = "form string, text string, i long, kind binary, words array<string>"
        kinds = self._keep(
            lines.repartitionByRange(self.parts, "text").mapInPandas(by_rows(read, schema), schema)
        )
        counted = kinds.select(f.explode("words").alias("word")).groupBy("word").count().collect()
        weights = Weights.of_counts({row["word"]: row["count"] for row in counted}, kinds.count())

        def gather(frames: Frames) -> Rows:
            read = [pickle.loads(kind) for frame in frames for kind in frame["kind"]]
            for saying in register.known(collapse(read, apart), apart):
                yield row_of(saying)

        schema = "kinds long, need string, spoiled boolean, stated long, lines long, saying binary"
        in_order = kinds.drop("words").repartitionByRange(self.parts, "form")
        sayings = self._keep(
            in_order.sortWithinPartitions("form", "text", "i").mapInPandas(by_rows(gather, schema), schema)
        )
        return self._keep(self._numbered(self._numbered(sayings, "number"), "kind", "kinds")), weights

    def _compared(self, sayings: DataFrame) -> tuple[DataFrame, frozenset[int]]:
        """Return the sayings that are compared, with their place, and the places of those whose need is known."""
        from pyspark.sql.window import Window

        best = Window.partitionBy("need").orderBy(f.desc("stated"), f.desc("lines"), "number")
        spoken = sayings.where("need is not null").withColumn("rank", f.row_number().over(best))
        speakers = [
            row["number"] for row in spoken.where(f.col("rank") <= SPEAKERS).select("number").collect()
        ]
        takes_part = f.col("need").isNull() | f.col("number").isin(speakers)
        compared = self._keep(self._numbered(sayings.where(~f.col("spoiled") & takes_part), "place"))
        known = compared.where("need is not null").select("place").collect() if speakers else []
        return compared, frozenset(row["place"] for row in known)

    # --- finding ---------------------------------------------------------------------------------------------

    def _find(self, compared: DataFrame, known: frozenset[int]) -> tuple[DataFrame, Blocks]:
        """Return pairs of places (low, high, keyed) and the blocks in which these places stand."""

        schema = "block long, size long, grams binary, texts binary, held binary"
        cut = compared.withColumn("block", f.floor(f.col("place") / BLOCK))
        counted = self._keep(cut.groupBy("block").applyInPandas(count_block, schema))
        self._arrow(4)
        tables = counted.select("block", "size", "grams", "texts").orderBy("block").collect()
        parts = ((np.frombuffer(r.grams, np.uint64), np.frombuffer(r.texts, np.int64)) for r in tables)
        table = self.session.sparkContext.broadcast(add_up(parts, sum(row["size"] for row in tables)))

        stored = self._blocks()

        def weighed(frames: Frames) -> Rows:
            for number, held in rows_of(frames, "block", "held"):
                numbers, speakers, grams = pickle.loads(held)
                whole = weigh(grams, table.value)
                stored.write(number, (numbers, speakers, whole))
                yield number, pickle.dumps(rare_only(whole, table.value, COMMON))

        schema = "block long, rare binary"
        blocks = self._keep(counted.mapInPandas(by_rows(weighed, schema, 1), schema))
        near = self._near(blocks)
        keyed = self._keyed(compared)
        self._arrow(100_000)
        known_ones = sorted(known)
        both = f.col("low").isin(known_ones) & f.col("high").isin(known_ones) if known else f.lit(False)
        pairs = near.withColumn("keyed", f.lit(0)).unionByName(keyed.withColumn("keyed", f.lit(1)))
        pairs = pairs.where(~both).groupBy("low", "high").agg(f.max("keyed").alias("keyed"))
        return self._keep(pairs), stored

    def _blocks(self) -> Blocks:
        """Return a new place for the blocks of one pool."""
        self._made.append(TemporaryDirectory(prefix="commonlot-pool-", dir=self.folder))
        return Blocks(self._made[-1].name)

    def _near(self, blocks: DataFrame) -> DataFrame:
        """Return each row's nearest of all blocks: what a block finds is cut down to them while its partners pass."""

        def near(frames: Frames) -> Frames:
            found: dict[int, NearestOfBlock] = {}
            for i, one, j, other in rows_of(frames, "i", "one", "j", "other"):
                if i not in found:
                    found[i] = NearestOfBlock(i, pickle.loads(one))
                found[i].add(j, pickle.loads(other))
            for i, mine in found.items():
                rows, columns, alike = mine.near
                yield pd.DataFrame({"i": i, "row": rows, "col": columns, "alike": alike})

        def nearest(frame: pd.DataFrame) -> pd.DataFrame:
            alike = frame["alike"].to_numpy(dtype=np.float32)
            rows, columns, _ = keep_nearest(frame["row"].to_numpy(), frame["col"].to_numpy(), alike)
            return pd.DataFrame({"low": np.minimum(rows, columns), "high": np.maximum(rows, columns)})

        one = blocks.select(f.col("block").alias("i"), f.col("rare").alias("one"))
        # Few parts, so that most partners of a block pass in one task.
        other = blocks.select(f.col("block").alias("j"), f.col("rare").alias("other")).coalesce(
            self.parts // PARTNERS + 1
        )
        found = self._keep(one.crossJoin(other).mapInPandas(near, "i long, row long, col long, alike float"))
        return found.groupBy("i").applyInPandas(nearest, PAIR)

    def _keyed(self, compared: DataFrame) -> DataFrame:
        def keys(frames: Frames) -> Rows:
            for place, saying in rows_of(frames, "place", "saying"):
                for code in keys_of(pickle.loads(saying).speaker):
                    yield code, place

        def links(frames: Frames) -> Rows:
            for (places,) in rows_of(frames, "places"):
                yield from link(list(places))

        by_code = compared.mapInPandas(by_rows(keys, KEY), KEY).groupBy("code")
        shared = by_code.agg(f.collect_set("place").alias("places")).where(f.size("places") > 1)
        return shared.mapInPandas(by_rows(links, PAIR), PAIR)

    # --- judging and grouping --------------------------------------------------------------------------------

    def _judge(self, pairs: DataFrame, blocks: Blocks, weights: Weights, scorer: Scorer | None) -> DataFrame:
        """Return the judged pairs of numbers: low, high, score, tier."""
        told = self.session.sparkContext.broadcast((weights, scorer))

        def judge(frames: Frames) -> Frames:
            at, one = -1, None
            for low, high, keyed, i, j in rows_of(frames, "low", "high", "keyed", "i", "j"):
                if i != at:
                    at, one = i, blocks.read(i)
                yield judge_block(
                    (np.asarray(low) - i * BLOCK, np.asarray(high) - j * BLOCK, np.asarray(keyed) > 0),
                    one,
                    one if j == i else blocks.read(j),
                    *told.value,
                )

        placed = pairs.withColumn("i", f.floor(f.col("low") / BLOCK)).withColumn(
            "j", f.floor(f.col("high") / BLOCK)
        )
        # Zipped first, so that the three lists keep one order.
        row = f.collect_list(f.struct("low", "high", "keyed"))
        together = placed.groupBy("i", "j").agg(row.alias("rows")).select(
            "i", "j", *(f.col(f"rows.{name}").alias(name) for name in ("low", "high", "keyed"))
        )  # fmt: skip
        self._arrow(64)
        schema = f"{PAIR}, score double, tier long"
        in_order = together.repartition(self.parts, "i").sortWithinPartitions("i", "j")
        judged = self._keep(in_order.mapInPandas(judge, schema))
        self._arrow(2000)
        return judged

    def _group(
        self,
        sayings: DataFrame,
        judged: DataFrame,
        said: Said,
        weights: Weights,
        scorer: Scorer | None,
    ) -> DataFrame:
        same, apart, confirmed = said
        likely: Any = judged.where("tier > 0").select("low", "high").toPandas()
        edges = likely.to_numpy(dtype=np.int64)
        known = sayings.where("need is not null").groupBy("need")
        needs = known.agg(f.collect_list("number").alias("numbers"))
        links = [*same, *(pair for row in needs.collect() for pair in link(row["numbers"]))]
        homes = components(sayings.count(), edges[:, 0], edges[:, 1], links)
        told = self.session.sparkContext.broadcast((homes, weights, scorer))
        as_column: Any = pandas_udf
        parts = self.parts

        def part_of(numbers: pd.Series) -> pd.Series:
            return pd.Series(told.value[0][numbers.to_numpy()] % parts)

        part = as_column(part_of, "long")

        def group(held: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
            homes, weights, scorer = told.value
            here = dict(zip(held["number"].tolist(), map(pickle.loads, held["saying"]), strict=True))
            for first, number in zip(held["kind"].tolist(), held["number"].tolist(), strict=True):
                here[number] = here[number].from_number(first)
            found = as_judged(pairs, homes)
            mine = [[(a, b) for a, b in decided if a in here and b in here] for decided in (same, apart)]
            rows = []
            for members in form_groups(here, found, *mine, weights=weights, suggest=least(scorer)):
                made = make_group([here[number] for number in members], weights, confirmed, scorer)
                rows.append((len(made.lines), pickle.dumps(made)))
            return pd.DataFrame(rows, columns=["lines", "group"])

        held = sayings.select("number", "kind", "saying", part("number").alias("part")).groupBy("part")
        pairs = judged.withColumn("part", part("low")).groupBy("part")
        return self._keep(held.cogroup(pairs).applyInPandas(group, "lines long, group binary"))

    def _decided(self, sayings: DataFrame, decisions: Sequence[Decision], weights: Weights) -> Said:
        """Return the decisions as pairs of sayings, the same and the different, and the confirmed pairs of kinds."""
        keys = {key for decision in decisions for key in (decision.a, decision.b)}
        if not keys:
            return [], [], frozenset()

        def of_decisions(frames: Frames) -> Rows:
            for number, kind, saying in rows_of(frames, "number", "kind", "saying"):
                if any(line.key in keys for said in pickle.loads(saying).kinds for line in said.lines):
                    yield number, kind, saying

        schema = "number long, kind long, saying binary"
        rows = sayings.mapInPandas(by_rows(of_decisions, schema), schema).collect()
        held = {row.number: pickle.loads(row.saying).from_number(row.kind) for row in rows}
        home = {
            line.key: number for number, said in held.items() for kind in said.kinds for line in kind.lines
        }
        kind_of = {
            line.key: kind.number for said in held.values() for kind in said.kinds for line in kind.lines
        }
        same, apart = decided(decisions, home)
        check_decisions(held, same, apart, weights)
        return same, apart, frozenset(decided(decisions, kind_of)[0])

    # --- frames ----------------------------------------------------------------------------------------------

    def _keep(self, frame: DataFrame) -> DataFrame:
        """Work a frame out once and keep it, its parts in their order."""
        frame = frame.persist(StorageLevel.MEMORY_AND_DISK)
        frame.count()
        self._kept.append(frame)
        return frame

    def _arrow(self, rows: int) -> None:
        """Hand so many rows at once to Python: few where a row is a whole block."""
        self.session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(rows))

    def _numbered(self, frame: DataFrame, name: str, by: str | None = None) -> DataFrame:
        """Add consecutive numbers in the order of a kept frame's parts and rows; by: how many each row takes."""
        taken = f.sum(by) if by else f.count("*")
        counts = frame.groupBy(f.spark_partition_id().alias("at")).agg(taken.alias("n")).collect()
        starts, total = {}, 0
        for row in sorted(counts, key=lambda row: row["at"]):
            starts[row["at"]] = total
            total += row["n"]

        def number(frames: Frames) -> Frames:
            context = TaskContext.get()
            start = starts.get(context.partitionId(), 0) if context else 0
            for rows in frames:
                steps = rows[by].to_numpy() if by else np.ones(len(rows), dtype=np.int64)
                rows[name] = start + np.cumsum(steps) - steps
                start += int(steps.sum())
                yield rows

        fields = ", ".join(f"{field.name} {field.dataType.simpleString()}" for field in frame.schema.fields)
        return frame.mapInPandas(number, f"{fields}, {name} long")
