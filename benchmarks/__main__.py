"""`make bench`: the figures of speed, each as a ratio to its bare limit on the same server in the same run.

Both sides of a ratio are measured one after the other, several times, and the median of the ratios is told, so that a
machine that is busy or slow changes it little. ARGS="--people 500000 --rows 10000000 --pairs 1" asks for more.
"""

import argparse
import json
import os
from collections.abc import Iterator

import django

from wales_framework.servers import use_servers


def main() -> None:
    """Measure and print; the database used is made for this and removed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="The figures of speed, as ratios.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the extract of sentences (1,000,000)")
    parser.add_argument("--published", type=int, default=100_000, help="of the extract of published figures (100,000)")
    parser.add_argument("--people", type=int, default=200_000, help="whose records are counted (200,000)")
    parser.add_argument(
        "--protected", type=int, nargs="+", default=[500, 5_000, 50_000], help="whose figures are protected and attacked"
    )
    parser.add_argument("--read", type=int, default=50_000, help="people whose published figures are read (50,000)")
    parser.add_argument("--seconds", type=int, default=60, help="for which many read at once (60)")
    parser.add_argument("--pairs", type=int, default=3, help="measurements of each ratio (3)")
    parser.add_argument("--only", choices=["sentences", "memory", "growth", "published", "recount", "disclosure", "reading"])
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "wales_framework.settings"
    os.environ["LOG_LEVEL"] = "ERROR"
    use_servers()
    django.setup()
    from benchmarks.databases import own_database

    with own_database():
        for name, result in _results(options):
            print(json.dumps({name: result}) if options.json else TOLD[name].format(**result), flush=True)


def _results(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, float]]]:
    from benchmarks import loading, protecting, published_file, reading, recounting, sentences_file

    wanted = {options.only} if options.only else {*TOLD, "reading"}
    if "sentences" in wanted:
        yield "sentences", loading.measure("sentences", sentences_file.write, options.rows, options.pairs)
    if "memory" in wanted:
        yield "memory", loading.memory("sentences", sentences_file.write, options.rows)
    if "growth" in wanted:
        small = loading.measure("sentences", sentences_file.write, options.rows // 10, options.pairs)
        large = loading.measure("sentences", sentences_file.write, options.rows, options.pairs)
        times = round(large["seconds"] / small["seconds"], 1)
        yield "growth", {"rows": options.rows, "tenth": options.rows // 10, "times": times}
    if "recount" in wanted:
        yield "recount", recounting.measure(options.people, options.pairs)
    if "disclosure" in wanted:
        for people in options.protected:
            yield "disclosure", protecting.measure(people)
    if "reading" in wanted:
        yield from reading.measure(options.read, options.seconds)
    if "published" in wanted:
        yield "published", loading.measure("published", published_file.write, options.published, options.pairs)


TOLD = {
    "sentences": "An extract of {rows:,} sentences takes {seconds} s ({rows_per_second:,} rows a second), a bare COPY "
    "{copy_seconds} s: {ratio} times as long.",
    "memory": "A process that loads {rows:,} sentences needs {megabytes:,} MB at most ({seconds} s with its start).",
    "growth": "{rows:,} sentences take {times} times as long as {tenth:,}.",
    "recount": "Every figure of {people:,} people ({rows:,} records): counted in {counting_seconds} s, {counting_ratio} times "
    "reading them once ({reading_seconds} s); two workers take {two_workers_of_one} of one's time. With the draft made of it "
    "{whole_draft_seconds} s, {whole_draft_ratio} times ({rows_per_second:,} records a second).",
    "disclosure": "{figures:,} figures of {people:,} people: protected in {protecting_seconds} s, {protecting_ratio} times "
    "reading them once ({reading_seconds} s); {hidden:,} are hidden, {attacked:,} small numbers attacked in {attack_seconds} s "
    "({attack_ratio} times), {leaks:,} leaks.",
    "pages": "{pages} pages of all figures of {people:,} people: {warm_ms} ms at the median once kept, {slowest_ms} ms the "
    "slowest ({slowest}), {ratio} times a bare answer ({bare_ms} ms); the first time in a process {cold_ms} ms at the median, "
    "{coldest_ms} ms the slowest ({coldest}); at most {queries} queries ({most_queries}). Unchanged: {unchanged}.",
    "sampled": "{pages} pages and {files} files of {addresses} addresses that a reader comes to, each for the first time in a "
    "process that has started, with nothing kept (processor and database; load {load}): pages {median_ms} ms at the "
    "median, {over} over 250 ms, at most {queries} queries; files {files_ms} ms at the median. Not answered: {failed}. "
    "The slowest: {slowest}.",
    "browser": "On a processor four times slower the largest content is there after {median_ms} ms at the median, {largest_ms} "
    "ms at most ({last}); pages move by {shifted} at most; {script_kb} KB of scripts at most beside those of charts in view.",
    "readers": "{readers} readers at once for {seconds} s: {answers:,} pages, {errors} errors, {median_ms} ms at the median, "
    "{p95_ms} ms the 95th percentile, {worst_ms} ms the worst.",
    "published": "An extract of {rows:,} published figures takes {seconds} s ({rows_per_second:,} rows a second), a bare COPY "
    "{copy_seconds} s: {ratio} times as long.",
}


if __name__ == "__main__":
    main()
