//! Lists.

use super::entry::builtins;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

fn length(_: &mut Context, list: Word) -> Answer {
    let length = list.list_length().ok_or(Failure::Badarg)?;
    Ok(Word::fixnum(length as i64))
}

fn head(_: &mut Context, list: Word) -> Answer {
    Ok(list.as_cons().ok_or(Failure::Badarg)?.head())
}

fn tail(_: &mut Context, list: Word) -> Answer {
    Ok(list.as_cons().ok_or(Failure::Badarg)?.tail())
}

builtins! {
    /// `hd(list)`
    alate_head(list) = head;
    /// `tl(list)`
    alate_tail(list) = tail;
    /// `length(list)`
    alate_length(list) = length;
}
