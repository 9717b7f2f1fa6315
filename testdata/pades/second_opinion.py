#!/usr/bin/env python3
"""What PyPI's pyhanko says of the signatures in pdfs, as JSON, one line a file.

    python3 second_opinion.py authority.pem 2026-11-20T10:00:00+07:00 < list-of-files
"""
import datetime
import json
import logging
import sys

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.keys import load_cert_from_pemder
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

logging.disable(logging.CRITICAL)
ROOT = load_cert_from_pemder(sys.argv[1])
MOMENT = datetime.datetime.fromisoformat(sys.argv[2])
# One of the two suffices, as it does for us.
USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)


def context():
    return ValidationContext(trust_roots=[ROOT], moment=MOMENT, allow_fetching=False)


def told(signature):
    if signature.sig_object.get("/Type") == "/DocTimeStamp":
        status = validate_pdf_timestamp(signature, validation_context=context())
    else:
        status = validate_pdf_signature(
            signature, signer_validation_context=context(), ts_validation_context=context(),
            key_usage_settings=USAGE)
    return {
        "intact": status.intact and status.valid,
        "trusted": status.trusted,
        "whole": status.coverage.name == "ENTIRE_FILE",
    }


def opinion(name):
    try:
        with open(name, "rb") as file:
            return {"file": name, "seals": [told(one) for one in PdfFileReader(file).embedded_signatures]}
    except Exception as fault:  # noqa: BLE001 what it can't read it refuses, in many ways
        return {"file": name, "fault": f"{type(fault).__name__}: {fault}"[:200]}


for line in sys.stdin:
    print(json.dumps(opinion(line.rstrip("\n"))))
