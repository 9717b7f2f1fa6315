#!/usr/bin/env python3
"""Signs small pdfs with PyPI's pyhanko and keys that are thrown away, for the tests of crates/pades.

    pip install pyhanko==0.38.0 freezegun==1.5.5 && python3 make_fixtures.py FOLDER

Writes the pdfs and the authorities' certificates into FOLDER. The clock stands still, so that the
times in the files are the same whenever it runs; keys and signatures are others each time.
"""
import datetime
import io
import pathlib
import sys

import freezegun
from asn1crypto import algos, keys, x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID as Purpose, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko_certvalidator.registry import SimpleCertificateStore

ZONE = datetime.timezone(datetime.timedelta(hours=7))
SIGNED = datetime.datetime(2026, 11, 20, 9, 0, 0, tzinfo=ZONE)
STAMPED = SIGNED + datetime.timedelta(seconds=30)
CADES = fields.SigSeedSubFilter.PADES
PKCS7 = fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED
RSA, P256, P384 = "rsa", ec.SECP256R1(), ec.SECP384R1()


class Party:
    """A key, its certificate and whoever issued it."""

    def __init__(self, name, key, issuer=None, *, authority=False, length=None, years=(2026, 2036),
                 usage=("digital_signature", "content_commitment"), purpose=None, critical=False, within=None):
        if isinstance(key, str):
            key = rsa.generate_private_key(65537, int(key[3:] or 2048))
        elif isinstance(key, ec.EllipticCurve):
            key = ec.generate_private_key(key)
        self.key, self.issuer, self.along = key, issuer, None
        subject = x509.Name([
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ])
        above = issuer or self
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime.datetime(years[0], 1, 1))
            .not_valid_after(datetime.datetime(years[1], 1, 1))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=length), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.key.public_key()),
                           critical=False)
        )
        if authority:
            usage = ("key_cert_sign", "crl_sign")
        names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
                 "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
        builder = builder.add_extension(x509.KeyUsage(**{name: name in usage for name in names}),
                                        critical=True)
        if purpose:
            builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=critical)
        if within:
            limits = x509.NameConstraints(permitted_subtrees=[x509.DNSName(within)], excluded_subtrees=None)
            builder = builder.add_extension(limits, critical=True)
        self.certificate = builder.sign(above.key, hashes.SHA256())

    def issue_by_sha1(self):
        """Once more, as authorities did before 2016; the library that makes certificates no longer does."""
        made = self.asn1()
        weak = {"algorithm": "sha1_rsa"}
        made["tbs_certificate"]["signature"] = weak
        made["signature_algorithm"] = weak
        signed = made["tbs_certificate"].dump(force=True)
        made["signature_value"] = self.issuer.key.sign(signed, padding.PKCS1v15(), hashes.SHA1())
        self.certificate = x509.load_der_x509_certificate(made.dump(force=True))

    def asn1(self):
        return asn1_x509.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))

    def asn1_key(self):
        return keys.PrivateKeyInfo.load(self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))

    def between(self):
        """The authorities between this one and the root, which a signature carries along."""
        found, one = SimpleCertificateStore(), self.issuer
        while one and one.issuer:
            found.register(one.asn1())
            one = one.issuer
        for other in self.along or ():
            found.register(other.asn1())
        return found

    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def base(*more):
    """A page that says what the report of a campaign might."""
    page = b"BT /F 16 Tf 72 770 Td (BAO CAO KET QUA) Tj 0 -24 Td (Tet 2027) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        *more,
    ]
    out, places = b"%PDF-1.7\n", b""
    for number, body in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table, count = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, table)


def pss_with(digest, salt):
    named = {"algorithm": digest}
    return algos.SignedDigestAlgorithm({
        "algorithm": "rsassa_pss",
        "parameters": {
            "hash_algorithm": named,
            "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": named},
            "salt_length": salt,
        },
    })


def sign(pdf, party, *, form=CADES, digest="sha256", stamp=None, field="Chu-ky", pss=False,
         salt=None, certify=False):
    signer = signers.SimpleSigner(
        signing_cert=party.asn1(), signing_key=party.asn1_key(), cert_registry=party.between(),
        signature_mechanism=pss_with(digest, salt) if salt else None, prefer_pss=pss, embed_roots=False)
    what = signers.PdfSignatureMetadata(
        field_name=field, subfilter=form, md_algorithm=digest, certify=certify,
        location="Ha Noi", reason="Ban hanh (ky so)", tight_size_estimates=isinstance(party.key, rsa.RSAPrivateKey) and not stamp)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return signers.sign_pdf(writer, what, signer=signer, timestamper=stamp).getvalue()


def stamper(party, along=None):
    """Stamps with its own certificate, and with others along where no signature carries them."""
    return timestamps.DummyTimeStamper(party.asn1(), party.asn1_key(), certs_to_embed=along, fixed_dt=STAMPED)


def stamp_document(pdf, party):
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    stamping = signers.PdfTimeStamper(stamper(party, party.between()), field_name="Dau-thoi-gian")
    return stamping.timestamp_pdf(writer, "sha256").getvalue()


def change(pdf):
    """Another page in place of the signed one, as an update behind it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    text = b"BT /F 16 Tf 72 770 Td (BAO CAO DA SUA) Tj ET"
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=text))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def moved_gap(party):
    """A file made so that its signature can be moved after it was signed: the bytes that were signed are the same, and
    stand elsewhere, so that tables point to other things. Whoever signed saw another document."""
    def prepared(start, end, rest):
        return base(b"<< /Type /Sig /SubFilter /ETSI.CAdES.detached /Contents "
                    b"/ByteRange [0 %010d %010d %010d] >>" % (start, end, rest))

    def parts(pdf):
        at = pdf.index(b"/Contents <3082") + len(b"/Contents ")
        return at, pdf.index(b">", at) + 1

    first = sign(prepared(0, 0, 0), party)
    start, end = parts(first)
    new = first.index(b"/Contents /ByteRange") + len(b"/Contents ")
    signed = sign(prepared(new, new + end - start, len(first) - new - end + start), party)
    assert parts(signed) == (start, end) and len(signed) == len(first)
    rest = signed[:start] + signed[end:]
    return rest[:new] + signed[start:end] + rest[new:]


def long_line(root, count):
    """An authority below `count` others."""
    above = root
    for number in range(count):
        above = Party(f"Chung thuc thu {number}", P256, above, authority=True)
    return above


def going_round():
    """A signer below three authorities of one name that all vouch for each other, and for whom nobody else does."""
    three = [Party("Vòng quanh", P256, authority=True) for _ in range(3)]
    signer = Party("Không có gốc", P256, three[0])
    signer.along = [Party("Vòng quanh", of.key, by, authority=True) for of in three for by in three]
    return signer


def make():
    root = Party("Gốc chứng thực thử", P256, authority=True)
    issuing = Party("Chứng thực thử", P256, root, authority=True, length=0)
    issuing_rsa = Party("Chứng thực thử RSA", RSA, root, authority=True)
    other_root = Party("Gốc chứng thực khác", P256, authority=True)
    by_rsa = Party("Nguyễn Thị Thử", RSA, issuing_rsa, years=(2026, 2028))
    by_ec = Party("Trần Văn Mẫu", P256, issuing, years=(2026, 2028))
    by_p384 = Party("Lê Thị Mẫu", P384, issuing)
    tsa = Party("Dấu thời gian thử", RSA, issuing, usage=("digital_signature",),
                purpose=Purpose.TIME_STAMPING, critical=True)
    other_tsa = Party("Dấu thời gian khác", RSA, other_root, usage=("digital_signature",),
                      purpose=Purpose.TIME_STAMPING, critical=True)
    expired = Party("Hết hạn", P256, issuing, years=(2024, 2026))
    unknown = Party("Không ai biết", P256, other_root)
    server = Party("may-chu.example", P256, issuing, usage=("digital_signature",),
                   purpose=Purpose.SERVER_AUTH)
    encipher = Party("Chỉ mã hoá", P256, issuing, usage=("key_agreement",))
    by_person = Party("Do một người cấp", P256, by_ec)
    beyond = Party("Quá một bậc", P256, Party("Cấp thêm", P256, issuing, authority=True))
    far = Party("Xa gốc", P256, long_line(root, 9))
    weak = Party("Khoá ngắn", "rsa1024", issuing)
    by_sha1 = Party("Cấp bằng SHA-1", P256, issuing_rsa)
    by_sha1.issue_by_sha1()
    limited = Party("Có điều kiện", P256, Party("Cấp có điều kiện", P256, root, authority=True, within="example"))

    plain = base()
    once = sign(plain, by_ec)
    by_mail = Party("Thư điện tử", P256, issuing, usage=("digital_signature",), purpose=Purpose.EMAIL_PROTECTION)
    client = Party("Chỉ đăng nhập", P256, issuing, usage=("digital_signature",), purpose=Purpose.CLIENT_AUTH)
    early = Party("Chưa đến ngày", P256, issuing, years=(2027, 2030))
    return {
        "authority.pem": root.pem(),
        "other-authority.pem": other_root.pem(),
        "person.pem": by_ec.pem(),
        "unsigned.pdf": plain,
        "rsa.pdf": sign(plain, by_rsa),
        "rsa-pss.pdf": sign(plain, by_rsa, digest="sha384", salt=48),
        "long-salt.pdf": sign(plain, by_rsa, digest="sha384", pss=True),
        "ecdsa.pdf": once,
        "ecdsa-p384.pdf": sign(plain, by_p384, digest="sha384"),
        "pkcs7.pdf": sign(plain, by_rsa, form=PKCS7, digest="sha512"),
        "certified.pdf": sign(plain, by_ec, certify=True),
        "stamped.pdf": sign(plain, by_ec, stamp=stamper(tsa)),
        "stamped-by-other.pdf": sign(plain, by_ec, stamp=stamper(other_tsa)),
        "document-stamp.pdf": stamp_document(once, tsa),
        "twice.pdf": sign(once, by_rsa, field="Chu-ky-2"),
        "appended.pdf": change(once),
        "changed-between.pdf": sign(change(once), by_rsa, field="Chu-ky-2"),
        "mail.pdf": sign(plain, by_mail),
        "stamped-by-person.pdf": sign(plain, by_ec, stamp=stamper(by_rsa)),
        "client.pdf": sign(plain, client),
        "early.pdf": sign(plain, early),
        "moved-gap.pdf": moved_gap(by_rsa),
        "going-round.pdf": sign(plain, going_round()),
        "expired.pdf": sign(plain, expired),
        "unknown.pdf": sign(plain, unknown),
        "server.pdf": sign(plain, server),
        "encipher.pdf": sign(plain, encipher),
        "by-person.pdf": sign(plain, by_person),
        "beyond.pdf": sign(plain, beyond),
        "far.pdf": sign(plain, far),
        "sha1.pdf": sign(plain, by_rsa, digest="sha1"),
        "weak.pdf": sign(plain, weak),
        "issued-by-sha1.pdf": sign(plain, by_sha1),
        "conditions.pdf": sign(plain, limited),
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with freezegun.freeze_time(SIGNED, real_asyncio=True):
        made = make()
    for name, content in made.items():
        (folder / name).write_bytes(content)
    print(f"{len(made)} files")


main()
