//! Finding, splitting and replacing within binaries: Erlang's module `binary`.

use super::binaries::{pair, range};
use super::entry::builtins;
use super::text::with_bytes;
use crate::atom::{self, well_known};
use crate::binary;
use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

/// What is searched for: one or more non-empty runs of bytes.
struct Patterns(Vec<Vec<u8>>);

impl Patterns {
    /// The patterns for a subject. As on the BEAM, whatever is searched for in an empty binary is not
    /// found, even if it is no pattern.
    fn within(subject: Word, term: Word) -> Result<Patterns, Failure> {
        match subject.as_bits() {
            Some(view) if view.bits() == 0 => Ok(Patterns(Vec::new())),
            _ => Patterns::new(term),
        }
    }

    fn new(term: Word) -> Result<Patterns, Failure> {
        let terms = match term.list_elements() {
            Some(terms) if !terms.is_empty() => terms,
            _ => vec![term],
        };
        let mut patterns = Vec::with_capacity(terms.len());
        for term in terms {
            let bytes = with_bytes(term, |bytes| Ok(bytes.to_vec()))?;
            if bytes.is_empty() {
                return Err(Failure::Badarg);
            }
            patterns.push(bytes);
        }
        // The longest of those that match at one place is found.
        patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.len()));
        Ok(Patterns(patterns))
    }

    /// Position and length of the first match.
    fn find(&self, bytes: &[u8]) -> Option<(usize, usize)> {
        let starts = |byte: &u8| self.0.iter().any(|pattern| pattern[0] == *byte);
        let mut from = 0;
        while let Some(next) = bytes[from..].iter().position(starts) {
            let position = from + next;
            let rest = &bytes[position..];
            if let Some(found) = self.0.iter().find(|pattern| rest.starts_with(pattern)) {
                return Some((position, found.len()));
            }
            from = position + 1;
        }
        None
    }

    /// The matches from left to right, not overlapping.
    fn find_all(&self, bytes: &[u8], only_first: bool) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((position, length)) = self.find(&bytes[from..]) {
            found.push((from + position, length));
            from += position + length;
            if only_first {
                break;
            }
        }
        found
    }
}

#[derive(Default)]
struct Options {
    global: bool,
    trim: bool,
    trim_all: bool,
    scope: Option<(usize, usize)>,
    /// Where in the replacement the replaced bytes are put.
    insert: Vec<usize>,
}

impl Options {
    /// Reads options; those in `allowed` only.
    fn new(term: Word, size: usize, allowed: &[&str]) -> Result<Options, Failure> {
        let mut options = Options::default();
        for option in term.list_elements().ok_or(Failure::Badarg)? {
            let (name, value) = match pair(option) {
                Ok((name, value)) => (name, Some(value)),
                Err(_) => (option, None),
            };
            let name = atom::name(name)
                .filter(|name| allowed.contains(name))
                .ok_or(Failure::Badarg)?;
            match (name, value) {
                ("global", None) => options.global = true,
                ("trim", None) => options.trim = true,
                ("trim_all", None) => options.trim_all = true,
                ("scope", Some(value)) => {
                    let (position, length) = pair(value)?;
                    options.scope = Some(range(size, position, length)?);
                }
                ("insert_replaced", Some(value)) => {
                    let places = value.list_elements().unwrap_or_else(|| vec![value]);
                    for place in places {
                        let place = place.as_fixnum().and_then(|p| usize::try_from(p).ok());
                        options.insert.push(place.ok_or(Failure::Badarg)?);
                    }
                }
                _ => return Err(Failure::Badarg),
            }
        }
        Ok(options)
    }

    /// The matches within the scope.
    fn matches(&self, bytes: &[u8], patterns: &Patterns, only_first: bool) -> Vec<(usize, usize)> {
        let (start, length) = self.scope.unwrap_or((0, bytes.len()));
        let mut found = patterns.find_all(&bytes[start..start + length], only_first);
        for (position, _) in &mut found {
            *position += start;
        }
        found
    }
}

fn place(ctx: &mut Context, (position, length): (usize, usize)) -> Word {
    heap::tuple(
        ctx,
        &[Word::fixnum(position as i64), Word::fixnum(length as i64)],
    )
}

fn find_first(ctx: &mut Context, subject: Word, pattern: Word, options: Word) -> Answer {
    let patterns = Patterns::within(subject, pattern)?;
    let found = with_bytes(subject, |bytes| {
        let options = Options::new(options, bytes.len(), &["scope"])?;
        Ok(options.matches(bytes, &patterns, true))
    })?;
    Ok(match found.first() {
        Some(&found) => place(ctx, found),
        None => well_known::NOMATCH.get(),
    })
}

fn find_all(ctx: &mut Context, subject: Word, pattern: Word, options: Word) -> Answer {
    let patterns = Patterns::within(subject, pattern)?;
    let found = with_bytes(subject, |bytes| {
        let options = Options::new(options, bytes.len(), &["scope"])?;
        Ok(options.matches(bytes, &patterns, false))
    })?;
    let mut list = Word::NIL;
    for found in found.into_iter().rev() {
        let tuple = place(ctx, found);
        list = heap::cons(ctx, tuple, list);
    }
    Ok(list)
}

fn split(ctx: &mut Context, subject: Word, pattern: Word, options: Word) -> Answer {
    let patterns = Patterns::within(subject, pattern)?;
    let (options, size, found) = with_bytes(subject, |bytes| {
        let allowed = ["global", "trim", "trim_all", "scope"];
        let options = Options::new(options, bytes.len(), &allowed)?;
        let found = options.matches(bytes, &patterns, !options.global);
        Ok((options, bytes.len(), found))
    })?;
    let mut parts = Vec::with_capacity(found.len() + 1);
    let mut start = 0;
    for (position, length) in found {
        parts.push((start, position - start));
        start = position + length;
    }
    parts.push((start, size - start));
    if options.trim_all {
        parts.retain(|part| part.1 > 0);
    } else if options.trim {
        while parts.last().is_some_and(|part| part.1 == 0) {
            parts.pop();
        }
    }
    let mut list = Word::NIL;
    for (start, length) in parts.into_iter().rev() {
        let part = binary::part(ctx, subject, start * 8, length * 8)?;
        list = heap::cons(ctx, part, list);
    }
    Ok(list)
}

fn replace(
    ctx: &mut Context,
    subject: Word,
    pattern: Word,
    replacement: Word,
    options: Word,
) -> Answer {
    let patterns = Patterns::within(subject, pattern)?;
    let replacement = with_bytes(replacement, |bytes| Ok(bytes.to_vec()))?;
    let replaced = with_bytes(subject, |bytes| {
        let allowed = ["global", "scope", "insert_replaced"];
        let mut options = Options::new(options, bytes.len(), &allowed)?;
        options.insert.sort_unstable();
        if options
            .insert
            .last()
            .is_some_and(|&p| p > replacement.len())
        {
            return Err(Failure::Badarg);
        }
        let mut result = Vec::with_capacity(bytes.len());
        let mut start = 0;
        for (position, length) in options.matches(bytes, &patterns, !options.global) {
            result.extend_from_slice(&bytes[start..position]);
            start = position + length;
            let mut from = 0;
            for &place in &options.insert {
                result.extend_from_slice(&replacement[from..place]);
                result.extend_from_slice(&bytes[position..start]);
                from = place;
            }
            result.extend_from_slice(&replacement[from..]);
        }
        result.extend_from_slice(&bytes[start..]);
        Ok(result)
    })?;
    binary::from_bytes(ctx, &replaced)
}

/// A pattern needs no compilation: the pattern itself, once checked.
fn compile_pattern(_: &mut Context, pattern: Word) -> Answer {
    Patterns::new(pattern)?;
    Ok(pattern)
}

builtins! {
    /// `binary:match(subject, pattern)`
    alate_binary_match(subject, pattern) = |ctx, subject, pattern| find_first(ctx, subject, pattern, Word::NIL);
    /// `binary:match(subject, pattern, options)`
    alate_binary_match_as(subject, pattern, options) = find_first;
    /// `binary:matches(subject, pattern)`
    alate_binary_matches(subject, pattern) = |ctx, subject, pattern| find_all(ctx, subject, pattern, Word::NIL);
    /// `binary:matches(subject, pattern, options)`
    alate_binary_matches_as(subject, pattern, options) = find_all;
    /// `binary:split(subject, pattern)`
    alate_binary_split(subject, pattern) = |ctx, subject, pattern| split(ctx, subject, pattern, Word::NIL);
    /// `binary:split(subject, pattern, options)`
    alate_binary_split_as(subject, pattern, options) = split;
    /// `binary:replace(subject, pattern, replacement)`
    alate_binary_replace(subject, pattern, replacement) = |ctx, subject, pattern, replacement| replace(ctx, subject, pattern, replacement, Word::NIL);
    /// `binary:replace(subject, pattern, replacement, options)`
    alate_binary_replace_as(subject, pattern, replacement, options) = replace;
    /// `binary:compile_pattern(pattern)`
    alate_binary_compile_pattern(pattern) = compile_pattern;
}
