//! The configuration profile by which an iPhone or iPad takes a root certificate (Apple, "Configuration Profile
//! Reference", payload `com.apple.security.root`).

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

/// The profile for this certificate. Its identifiers follow from the certificate, so installing it twice is once.
pub fn profile(der: &[u8]) -> String {
    let [root, whole] = ["root", "profile"].map(|part| uuid(part, der));
    let certificate = BASE64_STANDARD.encode(der);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>thongsuot.authority.{whole}</string>
<key>PayloadUUID</key><string>{whole}</string>
<key>PayloadDisplayName</key><string>Thông Suốt: chứng thư gốc của nút</string>
<key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>com.apple.security.root</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>thongsuot.authority.{root}</string>
<key>PayloadUUID</key><string>{root}</string>
<key>PayloadDisplayName</key><string>Thông Suốt</string>
<key>PayloadCertificateFileName</key><string>authority.crt</string>
<key>PayloadContent</key><data>{certificate}</data>
</dict></array>
</dict></plist>
"#
    )
}

/// A UUID of version 8 (RFC 9562, 5.8) from the certificate.
fn uuid(part: &str, der: &[u8]) -> String {
    let digest = Sha256::new().chain_update(part).chain_update(der).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = format!("{:032X}", u128::from_be_bytes(bytes));
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
