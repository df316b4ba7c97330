//! Searches in a text.

use super::code::Code;
use pcre2_sys::*;
use std::cell::RefCell;
use std::ptr::{self, NonNull};

/// How far a search may go.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Limits {
    /// Steps.
    pub steps: u32,
    /// Steps inside each other.
    pub depth: u32,
}

impl Limits {
    /// Those of OTP.
    pub const DEFAULT: Limits = Limits {
        steps: 10_000_000,
        depth: 10_000_000,
    };
}

/// Kilobytes that a search may keep to come back to.
const MEMORY: u32 = 512 << 10;

/// Kilobytes that a thread holds on to between two searches.
const KEPT: usize = 1 << 20;

/// The stack of machine code at first, and the most that it grows to.
const STACK: (usize, usize) = (32 << 10, 1 << 20);

/// What is searched for.
pub struct Search<'a> {
    pub code: &'a Code,
    pub subject: &'a [u8],
    pub offset: usize,
    /// As PCRE2 numbers them: those of [`OPTIONS`] count.
    pub options: u32,
    pub is_global: bool,
    pub limits: Limits,
}

/// The options of a search.
const OPTIONS: u32 =
    PCRE2_ANCHORED | PCRE2_NOTBOL | PCRE2_NOTEOL | PCRE2_NOTEMPTY | PCRE2_NOTEMPTY_ATSTART;

/// Start and end of the whole and of the groups up to the last that took part.
pub type Match = Vec<Option<(usize, usize)>>;

/// How a search ended.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    /// With so many matches, one unless it was global.
    Found(Vec<Match>),
    StepLimit,
    DepthLimit,
    /// The subject is not UTF-8, or the offset lies outside or within a character.
    BadSubject,
}

/// What a thread needs for searches, kept from one to the next.
struct Scratch {
    context: NonNull<pcre2_match_context_8>,
    stack: *mut pcre2_jit_stack_8,
    data: NonNull<pcre2_match_data_8>,
    pairs: usize,
}

thread_local! {
    static SCRATCH: RefCell<Option<Scratch>> = const { RefCell::new(None) };
}

impl Scratch {
    fn new() -> Option<Scratch> {
        // SAFETY: plain constructions, each of which may fail with null.
        unsafe {
            let context = NonNull::new(pcre2_match_context_create_8(ptr::null_mut()))?;
            let pairs = 16;
            let Some(data) = NonNull::new(pcre2_match_data_create_8(pairs as u32, ptr::null_mut()))
            else {
                pcre2_match_context_free_8(context.as_ptr());
                return None;
            };
            pcre2_set_heap_limit_8(context.as_ptr(), MEMORY);
            let stack = pcre2_jit_stack_create_8(STACK.0, STACK.1, ptr::null_mut());
            // A null stack stands for PCRE2's own small one.
            pcre2_jit_stack_assign_8(context.as_ptr(), None, stack.cast());
            Some(Scratch {
                context,
                stack,
                data,
                pairs,
            })
        }
    }

    /// Room for so many pairs of offsets, and not too much memory.
    fn prepare(&mut self, pairs: usize) -> Option<()> {
        // SAFETY: the data is ours; it is freed after its successor was made.
        unsafe {
            let is_large = pcre2_get_match_data_heapframes_size_8(self.data.as_ptr()) > KEPT;
            if pairs > self.pairs || is_large {
                let pairs = pairs.max(self.pairs);
                let data = pcre2_match_data_create_8(pairs as u32, ptr::null_mut());
                let data = NonNull::new(data)?;
                pcre2_match_data_free_8(self.data.as_ptr());
                self.data = data;
                self.pairs = pairs;
            }
        }
        Some(())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // SAFETY: all three are ours and made by the constructors of these names.
        unsafe {
            pcre2_match_data_free_8(self.data.as_ptr());
            pcre2_match_context_free_8(self.context.as_ptr());
            pcre2_jit_stack_free_8(self.stack);
        }
    }
}

/// Searches.
pub fn search(search: &Search) -> Outcome {
    SCRATCH.with_borrow_mut(|scratch| {
        if scratch.is_none() {
            *scratch = Scratch::new();
        }
        let outcome = scratch.as_mut().and_then(|scratch| {
            scratch.prepare(search.code.groups + 1)?;
            Some(search.run(scratch))
        });
        // Without memory for it, as where the memory ends within the search.
        outcome.unwrap_or(Outcome::DepthLimit)
    })
}

impl Search<'_> {
    fn run(&self, scratch: &Scratch) -> Outcome {
        // SAFETY: the context is this thread's.
        unsafe {
            pcre2_set_match_limit_8(scratch.context.as_ptr(), self.limits.steps);
            pcre2_set_depth_limit_8(scratch.context.as_ptr(), self.limits.depth);
        }
        let options = self.options & OPTIONS;
        let mut found = Vec::new();
        let mut offset = self.offset;
        let mut extra = 0;
        let mut checked = 0;
        loop {
            match self.once(scratch, offset, options | extra | checked) {
                Err(outcome) => return outcome,
                Ok(Some(matched)) => {
                    let (start, end) = matched[0].unwrap_or((offset, offset));
                    found.push(matched);
                    // A match that is empty is looked for once more at its place, for one that is not.
                    extra = match start == end {
                        true => PCRE2_ANCHORED | PCRE2_NOTEMPTY_ATSTART,
                        false => 0,
                    };
                    offset = self.boundary(end.max(offset));
                }
                Ok(None) if extra != 0 && offset < self.subject.len() => {
                    offset = self.next(offset);
                    extra = 0;
                }
                Ok(None) => return Outcome::Found(found),
            }
            // The first one has looked at all that follows.
            checked = PCRE2_NO_UTF_CHECK;
            if !self.is_global {
                return Outcome::Found(found);
            }
        }
    }

    /// Where the character after an offset begins.
    fn next(&self, offset: usize) -> usize {
        let rest = &self.subject[offset..];
        if self.code.is_crlf_newline && rest.starts_with(b"\r\n") {
            return offset + 2;
        }
        self.boundary(offset + 1)
    }

    /// The offset, or where the next character begins: `\C` may end a match within one.
    fn boundary(&self, offset: usize) -> usize {
        let is_inside = |byte: &&u8| self.code.is_utf && **byte & 0xc0 == 0x80;
        let rest = &self.subject[offset..];
        offset + rest.iter().take_while(is_inside).count()
    }

    fn once(
        &self,
        scratch: &Scratch,
        offset: usize,
        options: u32,
    ) -> Result<Option<Match>, Outcome> {
        if offset > self.subject.len() {
            return Err(Outcome::BadSubject);
        }
        // Steps of machine code are counted otherwise, so limits of the caller's are for the interpreter.
        let options = match self.limits == Limits::DEFAULT {
            true => options,
            false => options | PCRE2_NO_JIT,
        };
        let mut result = self.call(scratch, offset, options);
        if result == PCRE2_ERROR_JIT_STACKLIMIT {
            result = self.call(scratch, offset, options | PCRE2_NO_JIT);
        }
        match result {
            PCRE2_ERROR_NOMATCH => Ok(None),
            PCRE2_ERROR_MATCHLIMIT => Err(Outcome::StepLimit),
            PCRE2_ERROR_DEPTHLIMIT | PCRE2_ERROR_HEAPLIMIT | PCRE2_ERROR_NOMEMORY => {
                Err(Outcome::DepthLimit)
            }
            count if count > 0 => Ok(Some(pairs(scratch, count as usize))),
            _ => Err(Outcome::BadSubject),
        }
    }

    fn call(&self, scratch: &Scratch, offset: usize, options: u32) -> i32 {
        // SAFETY: code and subject live during the call; data and context are this thread's, and the data
        // has room for all groups. The subject is checked for UTF-8 by the first call, and later offsets are
        // ends of matches and beginnings of characters.
        unsafe {
            pcre2_match_8(
                self.code.raw(),
                self.subject.as_ptr(),
                self.subject.len(),
                offset,
                options,
                scratch.data.as_ptr(),
                scratch.context.as_ptr(),
            )
        }
    }
}

/// What the last search has found.
fn pairs(scratch: &Scratch, count: usize) -> Match {
    // SAFETY: the search has written so many pairs.
    let offsets = unsafe {
        let offsets = pcre2_get_ovector_pointer_8(scratch.data.as_ptr());
        std::slice::from_raw_parts(offsets, count * 2)
    };
    let pair = |pair: &[usize]| match *pair {
        // `\K` can put the start behind the end.
        [start, end] if start != usize::MAX => Some((start.min(end), end)),
        _ => None,
    };
    offsets.chunks_exact(2).map(pair).collect()
}
