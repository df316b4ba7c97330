//! Lisp code needs no native frame: its values live in registers and on the Lisp stack. Cranelift
//! builds one in every function for x86-64 all the same (`push rbp; mov rbp, rsp` at the start,
//! `mov rsp, rbp; pop rbp` before every tail call), and the loads and stores of `rbp` then form a
//! chain through memory that is longer than the work of a small function: without them `fib` takes
//! less than half the time. So they are taken out of the finished machine code.
//!
//! What this rests on, on x86-64 only:
//! - Lisp functions are entered by jumps alone, with `rsp` divisible by 16 and `rbp` equal to it. The
//!   first jump is that of the stub `alate_enter_lisp`, which is called and whose frame stays.
//! - Cranelift never assigns `rbp`, and whatever is called preserves it.
//! - A function that spills makes room below `rsp` itself and gives it back before it leaves.
//! - A stub that goes back to the runtime (`ret`) first takes that one frame down, with the very
//!   instructions Cranelift gave it.
//!
//! For other machines Cranelift builds frames only where they are used, and nothing is done here.

use cranelift_codegen::isa::TargetIsa;
use cranelift_codegen::{CompiledCode, FinalizedMachReloc};

/// What becomes of a function's native frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NativeFrame {
    /// A function in the C convention, or one that Lisp code calls: as Cranelift made it.
    Kept,
    /// The function that Lisp code is entered through: it leaves its frame for all that follow.
    Left,
    /// Lisp code.
    None,
}

/// `push rbp; mov rbp, rsp`
const SET_UP: [u8; 4] = [0x55, 0x48, 0x89, 0xe5];
/// `mov rsp, rbp; pop rbp`
const TAKE_DOWN: [u8; 4] = [0x48, 0x89, 0xec, 0x5d];
/// One instruction of four bytes that does nothing.
const NOTHING: [u8; 4] = [0x0f, 0x1f, 0x40, 0x00];
/// `int3`
const TRAP: u8 = 0xcc;

/// The bytes and relocations of a function whose native frame is treated as said.
pub fn apply(
    frame: NativeFrame,
    isa: &dyn TargetIsa,
    code: &CompiledCode,
) -> Result<(Vec<u8>, Vec<FinalizedMachReloc>), String> {
    let mut bytes = code.buffer.data().to_vec();
    let mut relocations = code.buffer.relocs().to_vec();
    if frame == NativeFrame::Kept || isa.name() != "x64" {
        return Ok((bytes, relocations));
    }
    if frame == NativeFrame::None {
        let start = bytes.get_mut(..SET_UP.len());
        match start {
            Some(start) if *start == SET_UP => start.copy_from_slice(&NOTHING),
            _ => return Err("a function begins without a native frame".into()),
        }
    }
    // Cranelift notes the address after every call and every tail call.
    for site in code.buffer.call_sites() {
        let end = site.ret_addr as usize;
        let Some(jump) = jump_before(&bytes, end) else {
            continue;
        };
        let take_down = jump
            .checked_sub(TAKE_DOWN.len())
            .filter(|start| bytes[*start..jump] == TAKE_DOWN)
            .ok_or("a tail call without the end of a native frame")?;
        bytes.copy_within(jump..end, take_down);
        bytes[end - TAKE_DOWN.len()..end].fill(TRAP);
        for relocation in &mut relocations {
            if (jump..end).contains(&(relocation.offset as usize)) {
                // Relative to its own place, so only that changes.
                relocation.offset -= TAKE_DOWN.len() as u32;
            }
        }
    }
    Ok((bytes, relocations))
}

/// Where the jump begins that ends before `end`; nothing if a call does.
fn jump_before(bytes: &[u8], end: usize) -> Option<usize> {
    // `jmp rel32`, whose distance the linker will fill in.
    if let Some([0xe9, 0, 0, 0, 0]) = bytes.get(end.checked_sub(5)?..end) {
        return Some(end - 5);
    }
    // `jmp reg`, for the upper registers with a prefix.
    match bytes.get(end.checked_sub(3)?..end) {
        Some([0x41, 0xff, 0xe0..=0xe7]) => Some(end - 3),
        Some([_, 0xff, 0xe0..=0xe7]) => Some(end - 2),
        _ => None,
    }
}
