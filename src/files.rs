//! Writing files that are never seen half-written, and temporary folders that clean up after themselves.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// A name that no other process, and no other call in this one, uses at the same time.
fn unique() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let nanoseconds = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |time| time.subsec_nanos());
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{}-{number}-{nanoseconds:x}", std::process::id())
}

/// A file that takes its name when it is complete, and disappears if it never is.
pub struct Pending {
    temporary: PathBuf,
    target: PathBuf,
    done: bool,
}

impl Pending {
    /// Creates the temporary file, empty, in the folder of the target.
    pub fn new(target: &Path) -> io::Result<Pending> {
        let name = target
            .file_name()
            .ok_or_else(|| io::Error::other("it names no file"))?;
        let temporary =
            target.with_file_name(format!(".{}.{}.tmp", name.to_string_lossy(), unique()));
        fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&temporary)?;
        Ok(Pending {
            temporary,
            target: target.to_owned(),
            done: false,
        })
    }

    /// Where to write until it is complete.
    pub fn path(&self) -> &Path {
        &self.temporary
    }

    /// Puts the file in its place in one step.
    pub fn complete(mut self) -> io::Result<()> {
        fs::rename(&self.temporary, &self.target)?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if !self.done {
            // Nothing more can be done about a temporary file that cannot be removed.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Writes a whole file in one step as seen by others.
pub fn write_atomically(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let pending = Pending::new(target)?;
    let mut file = fs::OpenOptions::new()
        .write(true)
        .truncate(true)
        .open(pending.path())?;
    file.write_all(bytes)?;
    drop(file);
    pending.complete()
}

/// A private folder that is removed with all it holds.
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub fn new() -> io::Result<Folder> {
        let path = std::env::temp_dir().join(format!("alate-{}", unique()));
        fs::DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Folder { path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Nothing more can be done about a temporary folder that cannot be removed.
        let _ = fs::remove_dir_all(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abandoned_file_leaves_no_trace() {
        let folder = Folder::new().unwrap();
        let target = folder.path().join("out");
        let pending = Pending::new(&target).unwrap();
        assert!(pending.path().exists());
        drop(pending);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_completed_file_replaces_the_old_one() {
        let folder = Folder::new().unwrap();
        let target = folder.path().join("out");
        write_atomically(&target, b"one").unwrap();
        write_atomically(&target, b"two").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_is_private_and_goes_away() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new().unwrap();
        let path = folder.path().to_owned();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o700
        );
        drop(folder);
        assert!(!path.exists());
    }
}
