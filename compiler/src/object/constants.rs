//! Static terms: heap objects laid out at compile time, with relocations for atoms and for pointers
//! between their parts. One data object holds a whole term.

use crate::base::term::Term;
use crate::clif::Emitter;
use alate_abi::{layout, word};
use cranelift_module::{DataDescription, DataId, Module};

/// Words under construction, and which of them the linker must fill.
#[derive(Default)]
pub struct Words {
    words: Vec<u64>,
    relocations: Vec<(usize, Target)>,
}

enum Target {
    /// This object: offset in bytes and tag together.
    Own(u64),
    Data(DataId, u64),
    Function(cranelift_module::FuncId),
}

impl Words {
    pub fn push(&mut self, value: u64) {
        self.words.push(value);
    }

    pub fn push_data(&mut self, data: DataId, addend: u64) {
        self.relocations
            .push((self.words.len(), Target::Data(data, addend)));
        self.words.push(0);
    }

    pub fn push_function(&mut self, function: cranelift_module::FuncId) {
        self.relocations
            .push((self.words.len(), Target::Function(function)));
        self.words.push(0);
    }

    pub fn push_atom(&mut self, emitter: &mut Emitter, name: &crate::base::symbol::Symbol) {
        let atom = emitter.atom(name);
        self.push_data(atom, 0);
    }

    /// Bytes padded with zeros to whole words.
    pub fn push_bytes(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.words.push(u64::from_le_bytes(word));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Defines `id` as these words, 16-aligned, in a section of its own name if one is given.
    pub fn define(
        self,
        emitter: &mut Emitter,
        id: DataId,
        section: Option<&str>,
    ) -> Result<(), String> {
        let mut data = DataDescription::new();
        data.define(
            self.words
                .iter()
                .flat_map(|word| word.to_le_bytes())
                .collect(),
        );
        data.set_align(if section.is_some() { 8 } else { 16 });
        if let Some(section) = section {
            data.set_custom_section(section);
            data.set_used(true);
        }
        for (index, target) in self.relocations {
            let offset = index as u32 * 8;
            match target {
                Target::Own(addend) => {
                    let own = emitter.module.declare_data_in_data(id, &mut data);
                    data.write_data_addr(offset, own, addend as i64);
                }
                Target::Data(other, addend) => {
                    let other = emitter.module.declare_data_in_data(other, &mut data);
                    data.write_data_addr(offset, other, addend as i64);
                }
                Target::Function(function) => {
                    let function = emitter.module.declare_func_in_data(function, &mut data);
                    data.write_function_addr(offset, function);
                }
            }
        }
        emitter
            .module
            .define_data(id, &data)
            .map_err(|error| error.to_string())
    }
}

/// The tag of a constant term's word: what an operand adds to its object's address.
pub fn tag(term: &Term) -> u64 {
    match term {
        Term::List(..) => word::TAG_CONS,
        Term::Tuple(_) => word::TAG_TUPLE,
        _ => word::TAG_BOXED,
    }
}

/// Defines the object of a constant. Its first word is the first word of the term's own object.
pub fn define(emitter: &mut Emitter, id: DataId, term: &Term) -> Result<(), String> {
    let mut words = Words::default();
    // Objects still to be laid out, each with the word that must point to it.
    let mut work: Vec<(Option<usize>, &Term)> = vec![(None, term)];
    while let Some((place, term)) = work.pop() {
        if let Some(place) = place {
            let address = words.words.len() as u64 * 8 + tag(term);
            words.relocations.push((place, Target::Own(address)));
        }
        lay_out(emitter, &mut words, &mut work, term);
        if words.words.len() % 2 == 1 {
            words.push(0);
        }
    }
    words.define(emitter, id, None)
}

fn lay_out<'t>(
    emitter: &mut Emitter,
    words: &mut Words,
    work: &mut Vec<(Option<usize>, &'t Term)>,
    term: &'t Term,
) {
    match term {
        Term::List(elements, tail) => {
            for (index, element) in elements.iter().enumerate() {
                part(emitter, words, work, element);
                if index + 1 < elements.len() {
                    let next = (words.words.len() as u64 + 1) * 8 + word::TAG_CONS;
                    words
                        .relocations
                        .push((words.words.len(), Target::Own(next)));
                    words.push(0);
                } else {
                    part(emitter, words, work, tail);
                }
            }
        }
        Term::Tuple(elements) => {
            words.push(word::header(layout::KIND_TUPLE, 0, elements.len() as u64));
            elements
                .iter()
                .for_each(|element| part(emitter, words, work, element));
        }
        Term::Integer(value) => {
            let (sign, magnitude) = value.clone().into_parts();
            let is_negative = sign == dashu_int::Sign::Negative;
            let bytes = magnitude.to_le_bytes();
            let limbs = bytes.len().div_ceil(8) as u64;
            words.push(word::header(
                layout::KIND_BIGNUM,
                u8::from(is_negative),
                limbs,
            ));
            words.push_bytes(&bytes);
        }
        Term::Float(value) => {
            words.push(word::header(layout::KIND_FLOAT, 0, 1));
            words.push(value.to_bits());
        }
        Term::Binary(bytes, bits) if bits % 8 == 0 => {
            let size = 1 + bytes.len().div_ceil(8) as u64;
            words.push(word::header(layout::KIND_BINARY, 0, size));
            words.push(bytes.len() as u64);
            words.push_bytes(bytes);
        }
        Term::Binary(bytes, bits) => {
            words.push(word::header(layout::KIND_SLICE, 0, 3));
            let base = (words.words.len() as u64 + 3) * 8 + word::TAG_BOXED;
            words
                .relocations
                .push((words.words.len(), Target::Own(base)));
            words.push(0);
            words.push(word::fixnum(0));
            words.push(word::fixnum(*bits as i64));
            let size = 1 + bytes.len().div_ceil(8) as u64;
            words.push(word::header(layout::KIND_BINARY, 0, size));
            words.push(bytes.len() as u64);
            words.push_bytes(bytes);
        }
        Term::ExternalFunction(module, function, arity) => {
            external_function(emitter, words, module, function, usize::from(*arity));
        }
        // Maps are made at run time; words are never laid out.
        Term::Map(_) | Term::Atom(_) | Term::Nil => {}
    }
}

/// The words of a fun that stands for an exported function.
pub fn external_function(
    emitter: &mut Emitter,
    words: &mut Words,
    module: &crate::base::symbol::Symbol,
    function: &crate::base::symbol::Symbol,
    arity: usize,
) {
    let code = emitter.stub(&crate::clif::stubs::export_stub(arity), arity + 1);
    let cell = emitter.cell((module.clone(), function.clone(), arity));
    words.push(word::header(layout::KIND_CLOSURE, arity as u8, 5));
    words.push_function(code);
    let information = emitter.export_information();
    words.push_data(information, 0);
    words.push_atom(emitter, module);
    words.push_atom(emitter, function);
    words.push_data(cell, 0);
}

/// A word of an object: the term itself where it is one word, else a pointer filled later.
fn part<'t>(
    emitter: &mut Emitter,
    words: &mut Words,
    work: &mut Vec<(Option<usize>, &'t Term)>,
    term: &'t Term,
) {
    match term {
        Term::Atom(name) => return words.push_atom(emitter, name),
        Term::Nil => return words.push(word::NIL),
        Term::Integer(value) => {
            if let Ok(value) = i64::try_from(value)
                && word::fits_fixnum(value)
            {
                return words.push(word::fixnum(value));
            }
        }
        Term::Float(value) => {
            if let Some(immediate) = word::immediate_float(value.to_bits()) {
                return words.push(immediate);
            }
        }
        _ => {}
    }
    work.push((Some(words.words.len()), term));
    words.push(0);
}
