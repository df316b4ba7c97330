//! What names mean that objects share: atoms, entry cells, dynamic variables, stubs, the runtime's
//! functions. Names of other kinds are an object's own.

use super::LoadError;
use super::image::Image;
use super::runtime_symbols;
use crate::atom;
use alate_abi::layout::{ATOM_NAME, AtomRecord};
use alate_abi::sections::{
    ATOM_PREFIX, CELL_PREFIX, EntryCell, INITIALISER, VARIABLE_PREFIX, Variable,
};
use alate_abi::word::TAG_ATOM;
use object::{Object, ObjectSymbol, SymbolIndex};
use std::collections::{HashMap, HashSet};

/// Names that all objects may use, and their addresses.
#[derive(Default)]
pub struct Shared {
    names: HashMap<String, u64>,
    addresses: HashSet<u64>,
}

impl Shared {
    /// Those of the runtime's functions.
    pub fn of_runtime() -> Shared {
        let named = |(name, address): (&str, usize)| (name.to_owned(), address as u64);
        let mut shared = Shared::default();
        shared.extend(runtime_symbols::all().map(named));
        shared
    }

    /// The address of a name.
    pub fn find(&self, name: &str) -> Option<u64> {
        self.names.get(name).copied()
    }

    /// Whether something lies at an address that has a name.
    pub fn holds(&self, address: u64) -> bool {
        self.addresses.contains(&address)
    }

    /// Adds names that are new.
    pub fn extend(&mut self, names: impl IntoIterator<Item = (String, u64)>) {
        for (name, address) in names {
            self.addresses
                .insert(*self.names.entry(name).or_insert(address));
        }
    }
}

/// What a symbol of an object stands for.
enum Meaning {
    Atom,
    /// A cell or a record of a variable: the first of a name is used by all.
    Record,
    /// A function that other objects may call, if it is exported, or something of the object's own.
    Plain,
}

fn meaning(name: &str) -> Meaning {
    if name.starts_with(ATOM_PREFIX) {
        Meaning::Atom
    } else if name.starts_with(CELL_PREFIX) || name.starts_with(VARIABLE_PREFIX) {
        Meaning::Record
    } else {
        Meaning::Plain
    }
}

/// Memory for a cell or a record of a variable that all objects use: it stays, whichever of them goes.
#[repr(C, align(16))]
pub struct Lasting([u64; LASTING]);

/// Words of the larger of both.
const LASTING: usize = {
    let (cell, variable) = (size_of::<EntryCell>(), size_of::<Variable>());
    (if cell > variable { cell } else { variable }) / 8
};

/// A cell or record of a variable that is the first of its name.
pub struct Fresh {
    pub lasting: Box<Lasting>,
    /// Address of what the object holds for it.
    pub own: u64,
}

impl Fresh {
    pub fn address(&self) -> u64 {
        std::ptr::from_ref(&*self.lasting) as u64
    }

    /// Copies what the object holds, and lets it stay for the rest of the program.
    ///
    /// # Safety
    /// The object holds a cell or a record there, relocated.
    pub unsafe fn settle(self) {
        let lasting = Box::leak(self.lasting);
        // SAFETY: the caller's contract: both are that long.
        unsafe { std::ptr::copy_nonoverlapping(self.own as *const Lasting, lasting, 1) };
    }
}

/// A record that an object defines although another has one of the same name.
pub struct Redefined {
    pub is_cell: bool,
    /// Addresses of the record that all use, and of the one in the new object.
    pub shared: u64,
    pub own: u64,
}

/// The symbols of one object.
pub struct Symbols {
    values: HashMap<SymbolIndex, u64>,
    /// Names that other objects may use from now on.
    pub exported: Vec<(String, u64)>,
    pub fresh: Vec<Fresh>,
    pub redefined: Vec<Redefined>,
    /// The words of the atoms that it names.
    pub atoms: HashSet<u64>,
    /// The modules that have a function which gives their variables values.
    pub initialised: Vec<String>,
}

impl Symbols {
    /// Gives all symbols of an object that has been placed their values.
    pub fn resolve(
        object: &object::File<'_>,
        image: &Image,
        shared: &Shared,
    ) -> Result<Symbols, LoadError> {
        let mut symbols = Symbols {
            values: HashMap::new(),
            exported: Vec::new(),
            fresh: Vec::new(),
            atoms: HashSet::new(),
            initialised: Vec::new(),
            redefined: Vec::new(),
        };
        for symbol in object.symbols() {
            let name = symbol.name().map_err(LoadError::unreadable)?;
            let value = match own_address(&symbol, image)? {
                Some(own) => symbols.defined(&symbol, name, own, image, shared)?,
                None if symbol.is_undefined() && !name.is_empty() => shared
                    .find(name)
                    .ok_or_else(|| LoadError::Undefined(name.to_owned()))?,
                None => continue,
            };
            symbols.values.insert(symbol.index(), value);
        }
        Ok(symbols)
    }

    /// The value of a symbol that the object itself defines.
    fn defined(
        &mut self,
        symbol: &object::Symbol<'_, '_>,
        name: &str,
        own: u64,
        image: &Image,
        shared: &Shared,
    ) -> Result<u64, LoadError> {
        match meaning(name) {
            Meaning::Atom => {
                let atom = atom_at(own, image)?;
                self.atoms.insert(atom);
                Ok(atom)
            }
            Meaning::Record => {
                let function = name.strip_prefix(CELL_PREFIX);
                let function = function.and_then(|name| name.strip_suffix("/0"));
                let module = function.and_then(|name| name.strip_suffix(INITIALISER));
                let module = module.and_then(|name| name.strip_suffix(':'));
                self.initialised.extend(module.map(str::to_owned));
                let Some(known) = shared.find(name) else {
                    if !image.holds(own as usize, size_of::<Lasting>()) {
                        return Err(LoadError::Malformed("a cell's size"));
                    }
                    let lasting = Box::new(Lasting([0; LASTING]));
                    let fresh = Fresh { lasting, own };
                    let address = fresh.address();
                    self.exported.push((name.to_owned(), address));
                    self.fresh.push(fresh);
                    return Ok(address);
                };
                if !symbol.is_weak() {
                    self.redefined.push(Redefined {
                        is_cell: name.starts_with(CELL_PREFIX),
                        shared: known,
                        own,
                    });
                }
                Ok(known)
            }
            Meaning::Plain => {
                if symbol.is_global() {
                    self.exported.push((name.to_owned(), own));
                }
                Ok(own)
            }
        }
    }

    /// The value of a symbol.
    pub fn value(&self, index: SymbolIndex) -> Result<u64, LoadError> {
        let value = self.values.get(&index).copied();
        value.ok_or(LoadError::Malformed("a relocation's symbol"))
    }
}

/// Where a symbol is that the object defines; none if it does not, or its section is not loaded.
fn own_address(symbol: &object::Symbol<'_, '_>, image: &Image) -> Result<Option<u64>, LoadError> {
    let Some(section) = symbol.section_index() else {
        return Ok(None);
    };
    let Some(placed) = image.section(section) else {
        return Ok(None);
    };
    if symbol.address() > placed.size as u64 {
        return Err(LoadError::Malformed("a symbol beyond its section"));
    }
    Ok(Some(placed.address as u64 + symbol.address()))
}

/// The atom whose record an object has brought, whose symbol is the word it would be.
fn atom_at(word: u64, image: &Image) -> Result<u64, LoadError> {
    let bad = LoadError::Malformed("an atom's record");
    let record = word.wrapping_sub(TAG_ATOM) as usize;
    if !image.holds(record, ATOM_NAME) || !record.is_multiple_of(align_of::<AtomRecord>()) {
        return Err(bad);
    }
    // SAFETY: these bytes lie in the image, aligned, and any bytes are a record.
    let length = unsafe { (*(record as *const AtomRecord)).bytes } as usize;
    if !image.holds(record + ATOM_NAME, length) {
        return Err(bad);
    }
    // SAFETY: as above.
    let name = unsafe { std::slice::from_raw_parts((record + ATOM_NAME) as *const u8, length) };
    let name = std::str::from_utf8(name).map_err(|_| bad)?;
    let atom = atom::intern_for_ever(name).map_err(|_| LoadError::NoMemory)?;
    Ok(atom.0)
}
