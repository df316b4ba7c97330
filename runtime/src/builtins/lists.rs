//! Lists.

use super::entry::builtins;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

fn length(_: &mut Context, list: Word) -> Answer {
    let length = list.list_length().ok_or(Failure::Badarg)?;
    Ok(Word::fixnum(length as i64))
}

builtins! {
    /// `length(list)`
    alate_length(list) = length;
}
