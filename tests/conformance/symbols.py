"""Replacing "$symbol$" and other marks in requests, and clearing what stays: rules 1, 2, 4, 8, 11."""
import re

from lxml import etree

from names import children, descendants, local

# "$XDSDocumentEntryStatus" names a parameter of a stored query; a placeholder ends in "$", too.
_PLACEHOLDER = re.compile(r"\$[A-Za-z][A-Za-z0-9_.]*\$")


def replace(root, values):
    """Replaces each key of `values` by its value in all texts and attributes, longest keys first; the
    contents of xdsb:Document stay."""
    pairs = sorted(((key, value) for key, value in values.items() if key), key=lambda pair: -len(pair[0]))

    def changed(text):
        for key, value in pairs:
            if key in text:
                text = text.replace(key, value)
        return text

    for element in root.iter(etree.Element):
        if local(element) == "Document":
            continue
        if element.text:
            element.text = changed(element.text)
        for attribute, text in element.attrib.items():
            element.set(attribute, changed(text))


def replace_in(text, values):
    """The same for one text."""
    for key in sorted((key for key in values if key), key=len, reverse=True):
        text = text.replace(key, values[key])
    return text


def unresolved(root):
    """The placeholders that are left, sorted."""
    found = set()
    for element in root.iter(etree.Element):
        if local(element) == "Document":
            continue
        found.update(_PLACEHOLDER.findall(element.text or ""))
        for text in element.attrib.values():
            found.update(_PLACEHOLDER.findall(text))
    return sorted(found)


def clean_parameters(query):
    """Rule 11: values and attributes that still have a placeholder go, and Slots left empty."""
    for values in descendants(query, "ValueList"):
        for value in children(values, "Value"):
            if _PLACEHOLDER.search(value.text or ""):
                values.remove(value)
    for slot in descendants(query, "Slot"):
        if not any(children(values, "Value") for values in children(slot, "ValueList")):
            slot.getparent().remove(slot)
    for element in query.iter(etree.Element):
        for attribute, text in list(element.attrib.items()):
            if _PLACEHOLDER.search(text) and local(element) in ("AdhocQuery", "AdhocQueryRequest", "ResponseOption"):
                del element.attrib[attribute]
    return query
