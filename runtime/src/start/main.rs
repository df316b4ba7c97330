//! The program's one process, from its first frame to its end.

use crate::atom;
use crate::code;
use crate::error;
use crate::heap::{self, Heap, Options};
use crate::os::exit::exit_with;
use crate::os::stdio;
use crate::process::Process;
use crate::safepoint::{self, PollOutcome};
use crate::stack::Stacks;
use crate::stack::walk::Rows;
use crate::word::Word;
use alate_abi::context::{CLASS_ERROR, Context, EXIT_DONE, EXIT_POLL};
use alate_abi::program::Program;
use alate_abi::sections::ABI_VERSION;
use std::ffi::CStr;

/// Runs a program; called by its `main`, which passes on what it answers as the exit status.
///
/// # Safety
/// `arguments` holds `count` C strings, `program` is the linked program's own table.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn alate_start(
    count: i32,
    arguments: *const *const libc::c_char,
    program: *const Program,
) -> i32 {
    // SAFETY: the caller's contract.
    let program = unsafe { &*program };
    if program.abi_version != ABI_VERSION {
        eprintln!("alate: the program was compiled for another runtime");
        return 1;
    }
    stdio::ignore_broken_pipes();
    // SAFETY: the tables are the linker's, of static rows.
    unsafe { register(program) };
    let heap = match Options::from_environment().and_then(Heap::install) {
        Ok(heap) => heap,
        Err(message) => {
            eprintln!("alate: {message}");
            return 1;
        }
    };
    let stacks: &'static Stacks = Box::leak(Box::new(Stacks::new(heap.options().stack_limit)));
    // SAFETY: bounds of one table; its rows are static.
    let rows = unsafe { slice(program.frames) };
    stacks.set_code(program.watermark, Rows(rows));
    let Ok(mut process) = Process::new(stacks) else {
        eprintln!("alate: no memory for a stack");
        return 1;
    };
    let mut context = Box::new(Context::new());
    safepoint::enter(heap, &mut process, &mut context);
    // SAFETY: the caller's contract.
    let arguments: Vec<String> = (1..count.max(1) as usize)
        .map(|index| unsafe { CStr::from_ptr(*arguments.add(index)) })
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let mut run = Run {
        program,
        heap,
        process: &mut process,
        context: &mut context,
    };
    run.first_frame();
    let status = run.main(&arguments);
    heap.finish();
    exit_with(status)
}

/// # Safety
/// Both pointers are bounds of one table of static rows.
unsafe fn slice<T>(bounds: [*const T; 2]) -> &'static [T] {
    let bytes = bounds[1] as usize - bounds[0] as usize;
    // SAFETY: the caller's contract.
    unsafe { std::slice::from_raw_parts(bounds[0], bytes / size_of::<T>()) }
}

/// # Safety
/// The tables are those of the linked program.
unsafe fn register(program: &Program) {
    // SAFETY: the caller's contract: every table's rows are static.
    unsafe {
        if atom::register_static(slice(program.atoms)).is_err() {
            eprintln!("alate: the program was linked wrongly: one atom has two records");
            std::process::exit(1);
        }
        code::register(slice(program.modules));
    }
    atom::well_known::resolve_all();
}

struct Run<'r> {
    program: &'r Program,
    heap: &'static Heap,
    process: &'r mut Process,
    context: &'r mut Context,
}

impl Run<'_> {
    /// Pushes the frame that `main` returns into: it is also the outermost handler.
    fn first_frame(&mut self) {
        let words = [0, self.program.uncaught, self.program.done];
        let sp = self.context.sp as *mut u64;
        for (index, word) in words.into_iter().enumerate() {
            // SAFETY: a new stack has room for more than three words.
            unsafe { sp.add(index).write(word) };
        }
        self.context.sp += 24;
        self.context.handler = self.context.sp;
    }

    fn main(&mut self, arguments: &[String]) -> i32 {
        let mut list = Word::NIL;
        for argument in arguments.iter().rev() {
            let text = heap::char_list(self.context, argument);
            list = heap::cons(self.context, text, list);
        }
        // SAFETY: the linker has put the cell there.
        let code = unsafe { (*self.program.main).code };
        self.enter(code, list.0);
        loop {
            match self.context.exit {
                EXIT_DONE => return 0,
                EXIT_POLL => {
                    let outcome = safepoint::on_poll(self.heap, self.process, self.context);
                    match outcome {
                        PollOutcome::Resume => self.resume(),
                        PollOutcome::StackOverflow => self.raise_limit(),
                        PollOutcome::HeapExhausted => {
                            crate::os::exit::flush();
                            eprintln!(
                                "alate: the heap is exhausted (ALATE_HEAP_LIMIT raises its limit)"
                            );
                            return 1;
                        }
                    }
                }
                _ => {
                    crate::os::exit::flush();
                    error::report(self.context);
                    return 1;
                }
            }
        }
    }

    fn enter(&mut self, code: u64, argument: u64) {
        let sp = self.context.sp;
        // SAFETY: `code` is the address of Lisp code, `sp` the end of the process's stack.
        unsafe { (self.program.enter)(self.context, code, sp, argument, 0, 0) };
    }

    /// Returns into the frame on the stack.
    fn resume(&mut self) {
        // SAFETY: every run ends with a frame on the stack.
        let code = unsafe { *((self.context.sp - 8) as *const u64) };
        self.enter(code, Word::NIL.0);
    }

    /// The stack may not grow: an error of the process.
    fn raise_limit(&mut self) {
        self.context.error_class = CLASS_ERROR;
        self.context.error_reason = atom::well_known::SYSTEM_LIMIT.get().0;
        self.context.error_trace = Word::NIL.0;
        self.enter(self.program.raise, 0);
    }
}
