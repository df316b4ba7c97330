//! The pack: the runtime's archive and the library's objects in one file, which the command carries.
//!
//! ```text
//! magic (8 bytes) · length of the index · index · documentation, objects and archive, one after the other
//! ```
//!
//! build.rs writes it and the command reads it, through this one file. Nothing is compressed: the
//! operating system loads only the pages that a build needs.

use crate::codec::{Reader, Writer};
use alate_compiler::pipeline::Interface;

const MAGIC: &[u8; 8] = b"ALATEPK2";

/// One module of the library.
pub struct PackedModule<T> {
    pub interface: Interface,
    /// What it says of itself: read only when somebody asks.
    pub documentation: T,
    pub object: T,
}

/// The whole pack; `T` is `Vec<u8>` when it is made and a slice when it is read.
pub struct Pack<T> {
    /// Fingerprint of the compiler that made the objects, and so of objects that fit them.
    pub compiler: String,
    /// Fingerprint of the archive's bytes, so that nobody needs to read them all to know it.
    pub runtime_fingerprint: String,
    pub modules: Vec<PackedModule<T>>,
    pub runtime: T,
}

impl<T: AsRef<[u8]>> Pack<T> {
    #[allow(dead_code, reason = "build.rs writes, the command reads")]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut index = Writer::default();
        index.text(&self.compiler);
        index.text(&self.runtime_fingerprint);
        index.number(self.modules.len() as u64);
        for module in &self.modules {
            index.interface(&module.interface);
            index.number(module.documentation.as_ref().len() as u64);
            index.number(module.object.as_ref().len() as u64);
        }
        index.number(self.runtime.as_ref().len() as u64);
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&(index.bytes.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&index.bytes);
        for module in &self.modules {
            bytes.extend_from_slice(module.documentation.as_ref());
            bytes.extend_from_slice(module.object.as_ref());
        }
        bytes.extend_from_slice(self.runtime.as_ref());
        bytes
    }
}

impl<'a> Pack<&'a [u8]> {
    #[allow(dead_code, reason = "build.rs writes, the command reads")]
    pub fn from_bytes(bytes: &'a [u8]) -> Option<Pack<&'a [u8]>> {
        let mut whole = Reader::new(bytes.strip_prefix(MAGIC)?);
        let index = whole.data()?;
        let mut rest = &bytes[MAGIC.len() + 8 + index.len()..];
        let mut index = Reader::new(index);
        let compiler = index.text()?;
        let runtime_fingerprint = index.text()?;
        let modules = index.many(|index| {
            let interface = index.interface()?;
            let mut next = || {
                let (part, after) = rest.split_at_checked(index.number()? as usize)?;
                rest = after;
                Some(part)
            };
            Some(PackedModule {
                interface,
                documentation: next()?,
                object: next()?,
            })
        })?;
        let runtime = rest.get(..index.number()? as usize)?;
        Some(Pack {
            compiler,
            runtime_fingerprint,
            modules,
            runtime,
        })
    }
}
