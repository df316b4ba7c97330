//! Upper and lower case of characters, by the tables of the Rust library.

use super::entry::builtins;
use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

fn character(word: Word) -> Result<char, Failure> {
    let code = word.as_fixnum().ok_or(Failure::Badarg)?;
    let code = u32::try_from(code).map_err(|_| Failure::Badarg)?;
    char::from_u32(code).ok_or(Failure::Badarg)
}

/// A code point, or a list of them where one character becomes several.
fn answer(ctx: &mut Context, characters: impl Iterator<Item = char>) -> Answer {
    let codes: Vec<Word> = characters
        .map(|character| Word::fixnum(i64::from(u32::from(character))))
        .collect();
    match codes[..] {
        [code] => Ok(code),
        _ => Ok(heap::list(ctx, codes, Word::NIL)),
    }
}

fn uppercase(ctx: &mut Context, code: Word) -> Answer {
    answer(ctx, character(code)?.to_uppercase())
}

fn lowercase(ctx: &mut Context, code: Word) -> Answer {
    answer(ctx, character(code)?.to_lowercase())
}

builtins! {
    /// `alate:uppercase/1`.
    alate_uppercase(code) = uppercase;
    /// `alate:lowercase/1`.
    alate_lowercase(code) = lowercase;
}
