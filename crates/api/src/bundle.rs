//! The report with its bundle: the document, and the journals it rests on, as one archive that `verify` accepts once it
//! is unpacked. It is put together on the disk, because a journal may be larger than the memory.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use access::Scope;
use axum::body::{Body, Bytes};
use store::{Attachment, ExportScope, ReadFault, Scratch, Store};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::reporting::{self, Kind, Order, OrderFault, WriteFault};

/// How much of an archive is read at once.
const CHUNK: usize = 128 * 1024;

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
pub enum BundleFault {
    /// The report is not one that is made.
    #[error(transparent)]
    Order(#[from] OrderFault),
    /// What it is made of could not be read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// The document could not be written.
    #[error(transparent)]
    Write(#[from] WriteFault),
    /// The archive could not be written.
    #[error("pack the bundle")]
    Pack(#[from] zip::result::ZipError),
    /// A file could not be read or written.
    #[error("put the bundle together")]
    Disk(#[from] io::Error),
    /// The program is stopping.
    #[error("the program is stopping")]
    Stopping,
}

/// Writes the document and its bundle into a directory that is empty or does not exist, and gives the document's name.
pub async fn write(
    store: &Store,
    scope: &Scope,
    order: &Order,
    kind: Kind,
    out: &Path,
) -> Result<String, BundleFault> {
    let (name, annex) = (order.file_name(kind), order.file_name(Kind::Xlsx));
    let document = name.clone();
    let model = reporting::model(store, scope, order).await?;
    let written = tokio::task::spawn_blocking(move || {
        let mut papers = vec![(document, reporting::write(&model, kind)?)];
        // Whoever reckons with the figures takes them from the annex, not from the page.
        if kind != Kind::Xlsx {
            papers.push((annex, reporting::write(&model, Kind::Xlsx)?));
        }
        Ok::<_, WriteFault>(papers)
    });
    let papers = written.await.map_err(|_| BundleFault::Stopping)??;
    let attachments = papers.into_iter().map(|(name, bytes)| Attachment { name, bytes });
    let logs = reporting::logs(store, scope, order.organisation.as_ref()).await?;
    let logs = ExportScope::Logs(logs.into_iter().collect());
    store.export(scope, &logs, attachments.collect(), out).await?;
    Ok(name)
}

/// The bundle as one archive, and its length. Nothing of it stays on the disk once it was sent or the reader is gone.
pub async fn archive(
    store: &Store,
    scope: &Scope,
    order: &Order,
    kind: Kind,
) -> Result<(Body, u64), BundleFault> {
    let scratch = store.scratch()?;
    let folder = format!("bao-cao-{}", order.campaign.id);
    write(store, scope, order, kind, &scratch.join(&folder)).await?;
    packed(scratch, folder).await
}

/// A folder of the scratch room as one archive, and its length.
pub(crate) async fn packed(scratch: Scratch, folder: String) -> Result<(Body, u64), BundleFault> {
    let packed = tokio::task::spawn_blocking(move || {
        let path = scratch.join("bundle.zip");
        pack(&scratch.join(&folder), &folder, File::create_new(&path)?)?;
        let archive = File::open(&path)?;
        let length = archive.metadata()?.len();
        // Open and without a name: the last reader of the file is its end.
        drop(scratch);
        Ok::<_, BundleFault>((archive, length))
    });
    let (archive, length) = packed.await.map_err(|_| BundleFault::Stopping)??;
    Ok((Body::from_stream(futures_util::stream::try_unfold(archive, piece)), length))
}

async fn piece(mut archive: File) -> io::Result<Option<(Bytes, File)>> {
    let read = tokio::task::spawn_blocking(move || {
        let mut chunk = vec![0; CHUNK];
        let length = archive.read(&mut chunk)?;
        chunk.truncate(length);
        Ok::<_, io::Error>((chunk, archive))
    });
    let (chunk, archive) = read.await.map_err(io::Error::other)??;
    Ok((!chunk.is_empty()).then(|| (chunk.into(), archive)))
}

/// Every file below `dir`, in the order of its path; the archive's own times are always its epoch.
fn pack(dir: &Path, folder: &str, into: File) -> Result<(), BundleFault> {
    let mut archive = ZipWriter::new(io::BufWriter::new(into));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .large_file(true);
    let mut waiting = vec![(dir.to_owned(), folder.to_owned())];
    while let Some((path, name)) = waiting.pop() {
        if path.is_dir() {
            let mut inside = std::fs::read_dir(&path)?.collect::<Result<Vec<_>, _>>()?;
            inside.sort_by_key(|entry| std::cmp::Reverse(entry.file_name()));
            for entry in inside {
                waiting.push((entry.path(), format!("{name}/{}", entry.file_name().to_string_lossy())));
            }
            continue;
        }
        archive.start_file(name, options)?;
        io::copy(&mut File::open(&path)?, &mut archive)?;
    }
    archive.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(())
}
