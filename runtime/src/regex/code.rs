//! A compiled pattern.

use super::{messages, tables};
use pcre2_sys::*;
use std::ffi::{c_int, c_void};
use std::ptr::{self, NonNull};

/// The options of a compilation that a key may hold, as PCRE2 numbers them.
const OPTIONS: u32 = PCRE2_ANCHORED
    | PCRE2_CASELESS
    | PCRE2_DOLLAR_ENDONLY
    | PCRE2_DOTALL
    | PCRE2_DUPNAMES
    | PCRE2_EXTENDED
    | PCRE2_FIRSTLINE
    | PCRE2_MULTILINE
    | PCRE2_NEVER_UTF
    | PCRE2_NO_AUTO_CAPTURE
    | PCRE2_NO_START_OPTIMIZE
    | PCRE2_UCP
    | PCRE2_UNGREEDY
    | PCRE2_UTF;

/// What a key begins with: the options (32 bits, the highest first), what a newline is and what `\R`
/// is, the last two as PCRE2 numbers them.
const HEAD: usize = 6;

/// How deep assertions, groups and conditions may be nested: the compilation recurses.
const DEEPEST: u32 = 250;

/// A compiled pattern with what is asked of it often.
pub struct Code {
    raw: NonNull<pcre2_code_8>,
    /// Groups in parentheses, without the whole.
    pub groups: usize,
    /// Subjects are UTF-8.
    pub is_utf: bool,
    /// A carriage return with a line feed is one newline.
    pub is_crlf_newline: bool,
    /// Names of groups and their numbers, by name.
    pub names: Vec<(Vec<u8>, usize)>,
}

// SAFETY: nothing changes code after `Code::new`, and PCRE2 documents that threads may share such code.
unsafe impl Send for Code {}
// SAFETY: as above.
unsafe impl Sync for Code {}

/// Why there is no code.
#[derive(Debug, PartialEq)]
pub enum Wrong {
    /// These bytes are no key.
    Key,
    /// There is no memory for it.
    Memory,
    /// The pattern has an error at a position.
    Pattern { text: String, position: usize },
}

impl Code {
    /// Compiles what a key says, if wanted to machine code where the machine permits it.
    pub fn new(key: &[u8], to_machine_code: bool) -> Result<Code, Wrong> {
        let (head, pattern) = key.split_first_chunk::<HEAD>().ok_or(Wrong::Key)?;
        let [a, b, c, d, newline, bsr] = *head;
        let options = u32::from_be_bytes([a, b, c, d]);
        if options & !OPTIONS != 0 || !(1..=5).contains(&newline) || bsr > 2 {
            return Err(Wrong::Key);
        }
        let pattern = older_spelling(pattern);
        let raw = compile(&pattern, options, newline, bsr)?;
        if to_machine_code {
            // SAFETY: the code is nobody else's yet. Where it fails, the code is interpreted.
            unsafe { pcre2_jit_compile_8(raw.as_ptr(), PCRE2_JIT_COMPLETE) };
        }
        let all_options: u32 = information(raw, PCRE2_INFO_ALLOPTIONS);
        let newline: u32 = information(raw, PCRE2_INFO_NEWLINE);
        let groups: u32 = information(raw, PCRE2_INFO_CAPTURECOUNT);
        Ok(Code {
            raw,
            groups: groups as usize,
            is_utf: all_options & PCRE2_UTF != 0,
            is_crlf_newline: matches!(
                newline,
                PCRE2_NEWLINE_CRLF | PCRE2_NEWLINE_ANY | PCRE2_NEWLINE_ANYCRLF
            ),
            names: names(raw),
        })
    }

    pub(super) fn raw(&self) -> *const pcre2_code_8 {
        self.raw.as_ptr()
    }
}

impl Drop for Code {
    fn drop(&mut self) {
        // SAFETY: made by `pcre2_compile`, and this was its only owner.
        unsafe { pcre2_code_free_8(self.raw.as_ptr()) };
    }
}

/// PCRE calls `(*UTF8)` what PCRE2 calls `(*UTF)`.
fn older_spelling(pattern: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    match pattern.strip_prefix(b"(*UTF8)") {
        Some(rest) => [b"(*UTF)", rest].concat().into(),
        None => pattern.into(),
    }
}

fn compile(
    pattern: &[u8],
    options: u32,
    newline: u8,
    bsr: u8,
) -> Result<NonNull<pcre2_code_8>, Wrong> {
    if options & PCRE2_UTF != 0 && std::str::from_utf8(pattern).is_err() {
        return Err(messages::invalid_utf8());
    }
    let mut error: c_int = 0;
    let mut position = 0;
    // SAFETY: the context lives until it is freed, the tables for ever, the pattern is as long as it
    // says; the results are written before the function returns.
    let code = unsafe {
        let context = pcre2_compile_context_create_8(ptr::null_mut());
        if context.is_null() {
            return Err(Wrong::Memory);
        }
        pcre2_set_character_tables_8(context, tables::LATIN1.as_ptr());
        pcre2_set_newline_8(context, u32::from(newline));
        pcre2_set_parens_nest_limit_8(context, DEEPEST);
        if bsr != 0 {
            pcre2_set_bsr_8(context, u32::from(bsr));
        }
        let code = pcre2_compile_8(
            pattern.as_ptr(),
            pattern.len(),
            options,
            &mut error,
            &mut position,
            context,
        );
        pcre2_compile_context_free_8(context);
        code
    };
    NonNull::new(code).ok_or_else(|| messages::wrong(error, position))
}

/// A number that PCRE2 knows of some code.
fn information<T: Default>(code: NonNull<pcre2_code_8>, what: u32) -> T {
    let mut value = T::default();
    // SAFETY: the callers ask with the type that PCRE2 documents for `what`.
    unsafe { pcre2_pattern_info_8(code.as_ptr(), what, (&raw mut value).cast::<c_void>()) };
    value
}

fn names(code: NonNull<pcre2_code_8>) -> Vec<(Vec<u8>, usize)> {
    let count: u32 = information(code, PCRE2_INFO_NAMECOUNT);
    let size: u32 = information(code, PCRE2_INFO_NAMEENTRYSIZE);
    if count == 0 {
        return Vec::new();
    }
    let mut table: *const u8 = ptr::null();
    // SAFETY: this asks for a pointer to the table, which lives as long as the code.
    unsafe {
        let table = (&raw mut table).cast::<c_void>();
        pcre2_pattern_info_8(code.as_ptr(), PCRE2_INFO_NAMETABLE, table)
    };
    // SAFETY: there are so many entries of this size.
    let bytes = unsafe { std::slice::from_raw_parts(table, count as usize * size as usize) };
    // An entry is the group's number in two bytes, then the name, which a zero ends.
    let entries = bytes.chunks_exact(size as usize);
    let entry = |entry: &[u8]| {
        let name = entry[2..].split(|byte| *byte == 0).next();
        let number = u16::from_be_bytes([entry[0], entry[1]]);
        (name.unwrap_or_default().to_vec(), usize::from(number))
    };
    entries.map(entry).collect()
}

/// The version of PCRE2, with its date.
pub fn version() -> String {
    let mut text = [0_u8; 64];
    // SAFETY: PCRE2 documents that 24 bytes are enough.
    let length = unsafe { pcre2_config_8(PCRE2_CONFIG_VERSION, text.as_mut_ptr().cast()) };
    let length = usize::try_from(length).unwrap_or(0);
    String::from_utf8_lossy(&text[..length.saturating_sub(1)]).into_owned()
}
