//! Writes addresses where an object has left room for them.

use super::LoadError;
use super::image::Image;
use super::symbols::Symbols;
use object::{
    Object, ObjectSection, Relocation, RelocationEncoding, RelocationKind, RelocationTarget,
};

/// How many relocations the loaded sections of an object have.
pub fn count(object: &object::File<'_>) -> usize {
    object
        .sections()
        .map(|section| section.relocations().count())
        .sum()
}

/// Applies all relocations of the sections that were placed.
pub fn relocate(
    object: &object::File<'_>,
    image: &mut Image,
    symbols: &Symbols,
) -> Result<(), LoadError> {
    for section in object.sections() {
        let Some(placed) = image.section(section.index()) else {
            continue;
        };
        let (start, size) = (placed.address, placed.size);
        for (offset, relocation) in section.relocations() {
            let width = usize::from(relocation.size() / 8);
            let offset = usize::try_from(offset).unwrap_or(usize::MAX);
            if width > size || offset > size - width {
                return Err(LoadError::Malformed("a relocation beyond its section"));
            }
            let target = match relocation.target() {
                RelocationTarget::Symbol(index) => symbols.value(index)?,
                RelocationTarget::Absolute => 0,
                _ => return Err(unsupported(&relocation)),
            };
            apply(start + offset, &relocation, target, image)?;
        }
    }
    Ok(())
}

fn unsupported(relocation: &Relocation) -> LoadError {
    LoadError::Unsupported(format!("{:?}", relocation.flags()))
}

/// Writes one address. The place lies in the image.
fn apply(
    place: usize,
    relocation: &Relocation,
    target: u64,
    image: &mut Image,
) -> Result<(), LoadError> {
    use RelocationKind as Kind;
    let (kind, size) = (relocation.kind(), relocation.size());
    if relocation.has_implicit_addend() || !is_plain(relocation.encoding()) {
        return Err(unsupported(relocation));
    }
    let plus_addend = |target: u64| target.wrapping_add(relocation.addend() as u64);
    if (kind, size) == (Kind::Absolute, 64) {
        // SAFETY: the caller has checked that eight bytes from the place on lie in the image.
        unsafe { (place as *mut u64).write_unaligned(plus_addend(target)) };
        return Ok(());
    }
    let distance = |target: u64| {
        let distance = plus_addend(target).wrapping_sub(place as u64) as i64;
        i32::try_from(distance).ok()
    };
    let distance = match (kind, size) {
        (Kind::Relative, 32) => distance(target),
        (Kind::PltRelative, 32) => match distance(target) {
            Some(near) => Some(near),
            None => distance(image.veneer(target)?),
        },
        (Kind::GotRelative, 32) => distance(image.address_of(target)?),
        _ => return Err(unsupported(relocation)),
    };
    let Some(distance) = distance else {
        return Err(LoadError::Unsupported("a far symbol".to_owned()));
    };
    // SAFETY: the caller has checked that four bytes from the place on lie in the image.
    unsafe { (place as *mut i32).write_unaligned(distance) };
    Ok(())
}

/// Whether the address is written as a number, not as part of an instruction of another shape.
fn is_plain(encoding: RelocationEncoding) -> bool {
    matches!(
        encoding,
        RelocationEncoding::Generic
            | RelocationEncoding::X86Branch
            | RelocationEncoding::X86RipRelative
            | RelocationEncoding::X86RipRelativeMovq
    )
}
