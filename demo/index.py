"""Reads demo/documents/index.json, and what `docshare --json` finds, for the demo's scripts.

  index.py patients           one line each: number, authority, family name, given name, date of birth, sex
  index.py files              the names of all documents
  index.py metadata FILE...   metadata of these documents, as `docshare publish --metadata` reads it
  index.py entries            reads findings, one a line, from standard input; one line for each entry:
                              SHA-1, entryUUID, repositoryUniqueId, size
  index.py titles             reads one finding from standard input; the titles of the documents, sorted
  index.py folders            reads one finding of folders; one line for each: uniqueId, title

Fields are separated by tabs.
"""
import json
import os
import sys


def patients(index):
    for patient in index["patients"]:
        born = patient["birthDate"]
        yield (patient["id"], patient["assigningAuthority"], patient["familyName"], patient["givenName"],
               "%s-%s-%s" % (born[:4], born[4:6], born[6:]), patient["administrativeSex"])


def metadata(index, files):
    entries = {document["file"]: document["entry"] for document in index["documents"]}
    return {"documentEntries": [entries[file] for file in files]}


def entries(findings):
    for line in findings:
        for entry in json.loads(line)["documents"]:
            yield entry["hash"], entry["entryUuid"], entry["repositoryUniqueId"], entry["size"]


def title(thing):
    texts = thing.get("title", {}).get("localized", [])
    return texts[0]["value"] if texts else ""


def main(command, *arguments):
    with open(os.path.join(os.path.dirname(__file__), "documents", "index.json"), encoding="utf-8") as file:
        index = json.load(file)
    if command == "metadata":
        print(json.dumps(metadata(index, arguments), ensure_ascii=False, indent=2))
        return
    rows = {
        "patients": lambda: patients(index),
        "files": lambda: [(document["file"],) for document in index["documents"]],
        "entries": lambda: entries(sys.stdin.buffer),
        "titles": lambda: [(name,) for name in sorted(map(title, json.load(sys.stdin.buffer)["documents"]))],
        "folders": lambda: [(folder["uniqueId"], title(folder)) for folder in json.load(sys.stdin.buffer)["folders"]],
    }[command]()
    for row in rows:
        print(*row, sep="\t")


if __name__ == "__main__":
    # Names of patients are not ASCII, whatever the locale.
    sys.stdout.reconfigure(encoding="utf-8")
    main(*sys.argv[1:])
