//! A program that compiles while it runs: the command itself, with the program's modules behind its last
//! byte. It has the compiler, the library and the loader; its modules are loaded when it starts.
//!
//! ```text
//! the executable of the command · modules · length of the modules (8 bytes) · magic (8 bytes)
//! ```

use crate::codec::{Reader, Writer};
use crate::failure::Failure;
use crate::files::Pending;
use alate_compiler::pipeline::Compiled;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::PermissionsExt;

const MAGIC: &[u8; 8] = b"ALATEPR1";
const TRAILER: usize = 16;

/// A program.
pub struct Carried {
    /// Module and arity of the first function.
    pub main: (String, usize),
    /// The modules whose dynamic variables get values first, in that order.
    pub initialised: Vec<String>,
    /// The program's own modules.
    pub modules: Vec<Compiled>,
    /// Those of the library that it needs from the start.
    pub library: Vec<String>,
}

impl Carried {
    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.text(&self.main.0);
        writer.number(self.main.1 as u64);
        for names in [&self.initialised, &self.library] {
            writer.number(names.len() as u64);
            names.iter().for_each(|name| writer.text(name));
        }
        writer.number(self.modules.len() as u64);
        for module in &self.modules {
            writer.interface(&module.interface);
            writer.data(module.object.as_deref().unwrap_or_default());
        }
        writer.bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Carried> {
        let mut reader = Reader::new(bytes);
        let main = (reader.text()?, reader.number()? as usize);
        let initialised = reader.many(Reader::text)?;
        let library = reader.many(Reader::text)?;
        let modules = reader.many(|reader| {
            let interface = reader.interface()?;
            let object = Some(reader.data()?.to_owned());
            Some(Compiled { interface, object })
        })?;
        Some(Carried {
            main,
            initialised,
            modules,
            library,
        })
    }

    /// Writes the executable of a program.
    pub fn write(&self, output: Pending) -> Result<(), Failure> {
        let path = output.path().to_owned();
        let refuse = |error: std::io::Error| Failure::file("write", &path, &error);
        let mut executable = own_executable().map_err(refuse)?;
        let modules = self.to_bytes();
        executable.extend_from_slice(&modules);
        executable.extend_from_slice(&(modules.len() as u64).to_le_bytes());
        executable.extend_from_slice(MAGIC);
        std::fs::write(&path, executable).map_err(refuse)?;
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&path, mode).map_err(refuse)?;
        output.complete().map_err(refuse)
    }
}

/// The command's executable, without a program if it carries one.
fn own_executable() -> std::io::Result<Vec<u8>> {
    let mut bytes = std::fs::read(std::env::current_exe()?)?;
    if let Some(size) = carried_size(&bytes) {
        bytes.truncate(bytes.len() - size);
    }
    Ok(bytes)
}

/// Bytes of what follows an executable, its trailer included; the argument is its end.
fn carried_size(end: &[u8]) -> Option<usize> {
    let trailer = end.last_chunk::<TRAILER>()?;
    let (length, magic) = trailer.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    (magic == MAGIC).then_some(length.checked_add(TRAILER)?)
}

/// The program that this executable carries. None: it is the command.
pub fn own() -> Option<Result<Carried, Failure>> {
    let mut file = File::open(std::env::current_exe().ok()?).ok()?;
    let mut trailer = [0; TRAILER];
    file.seek(SeekFrom::End(-(TRAILER as i64))).ok()?;
    file.read_exact(&mut trailer).ok()?;
    let size = carried_size(&trailer)?;
    let damaged = || Failure::new("this executable is damaged").advice("build it again");
    let read = || {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::End(-i64::try_from(size).ok()?)).ok()?;
        file.take((size - TRAILER) as u64)
            .read_to_end(&mut bytes)
            .ok()?;
        Carried::from_bytes(&bytes)
    };
    Some(read().ok_or_else(damaged))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alate_compiler::pipeline::Interface;

    #[test]
    fn a_program_comes_back_whole() {
        let interface = Interface {
            module: "m".into(),
            ..Interface::default()
        };
        let carried = Carried {
            main: ("m".into(), 1),
            initialised: vec!["v".into()],
            modules: vec![Compiled {
                interface,
                object: Some(vec![1, 2]),
            }],
            library: vec!["lists".into()],
        };
        let bytes = carried.to_bytes();
        let back = Carried::from_bytes(&bytes).expect("whole");
        assert_eq!(back.main, carried.main);
        assert_eq!(back.initialised, carried.initialised);
        assert_eq!(back.modules, carried.modules);
        assert_eq!(back.library, carried.library);
        for length in 0..bytes.len() {
            assert!(Carried::from_bytes(&bytes[..length]).is_none(), "{length}");
        }
    }

    #[test]
    fn the_end_of_an_executable_tells_what_it_carries() {
        assert_eq!(carried_size(b"too short"), None);
        assert_eq!(carried_size(&[0; 64]), None);
        let mut end = vec![7; 5];
        end.extend_from_slice(&5u64.to_le_bytes());
        end.extend_from_slice(MAGIC);
        assert_eq!(carried_size(&end), Some(21));
    }
}
