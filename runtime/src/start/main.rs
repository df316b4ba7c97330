//! The program's start: options, tables, the first process.

use crate::atom;
use crate::code;
use crate::dynamic;
use crate::heap::{self, Heap, Options};
use crate::os::{signals, stdio};
use crate::process::{Call, Process, Processes, Stubs};
use crate::scheduler::{self, Scheduler};
use crate::stack::Stacks;
use crate::stack::walk::Rows;
use crate::word::Word;
use alate_abi::program::Program;
use alate_abi::sections::ABI_VERSION;
use std::ffi::CStr;

/// Runs a program; called by its `main`, which passes on what it answers as the exit status.
///
/// # Safety
/// `arguments` holds `count` C strings, `program` is the linked program's own table, which is static.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn alate_start(
    count: i32,
    arguments: *const *const libc::c_char,
    program: *const Program,
) -> i32 {
    // SAFETY: the caller's contract.
    let program: &'static Program = unsafe { &*program };
    if program.abi_version != ABI_VERSION {
        eprintln!("alate: the program was compiled for another runtime");
        return 1;
    }
    stdio::ignore_broken_pipes();
    signals::hold();
    // SAFETY: the tables are the linker's, of static rows.
    unsafe { register(program) };
    let memory = Options::from_environment().and_then(memory);
    let world = memory.and_then(|(heap, stacks)| {
        let scheduler = world(program, heap, stacks)?;
        Ok((stacks, scheduler))
    });
    let (stacks, scheduler) = match world {
        Ok(world) => world,
        Err(message) => {
            eprintln!("alate: {message}");
            return 1;
        }
    };
    // SAFETY: bounds of one table; its rows are static.
    stacks.add_code(Rows(unsafe { slice(program.frames) }));
    // SAFETY: the caller's contract.
    let arguments: Vec<String> = (1..count.max(1) as usize)
        .map(|index| unsafe { CStr::from_ptr(*arguments.add(index)) })
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let Some(()) = first_process(program, scheduler, &arguments) else {
        eprintln!("alate: no memory for a process");
        return 1;
    };
    scheduler.run()
}

/// The program's heap and stacks. The error is a sentence for the user.
pub(super) fn memory(options: Options) -> Result<(&'static Heap, &'static Stacks), String> {
    let heap = Heap::install(options)?;
    let stacks: &'static Stacks = Box::leak(Box::new(Stacks::new(heap.options().stack_limit)));
    Ok((heap, stacks))
}

/// What a program needs to run processes, of which there are none yet. The error is a sentence for the
/// user.
pub(super) fn world(
    program: &'static Program,
    heap: &'static Heap,
    stacks: &'static Stacks,
) -> Result<&'static Scheduler, String> {
    let options = scheduler::Options::from_environment()?;
    stacks.set_watermark_stub(program.watermark);
    atom::collect_with(heap, options.atoms);
    let stubs = Stubs {
        done: program.done,
        uncaught: program.uncaught,
        apply_fun: program.apply_fun,
        apply: program.apply,
        resume_2: program.resume_2,
        resume_3: program.resume_3,
    };
    let processes = Processes::new(
        stacks,
        stubs,
        options.processes,
        options.workers(),
        options.seed,
    )?;
    Ok(Scheduler::new(program, heap, processes, options))
}

/// The process that calls `main`.
fn first_process(program: &Program, scheduler: &Scheduler, arguments: &[String]) -> Option<()> {
    let (processes, worker) = (scheduler.processes(), scheduler.first_worker());
    // SAFETY: no worker runs yet.
    let context = unsafe { &mut *worker.context };
    let mut list = Word::NIL;
    for argument in arguments.iter().rev() {
        let text = heap::char_list(context, argument);
        list = heap::cons(context, text, list);
    }
    let argument = match program.main_arity {
        0 => Word::NIL,
        _ => heap::cons(context, list, Word::NIL),
    };
    // SAFETY: the linker has put the cell there.
    let main = unsafe { &*program.main };
    let (module, function) = (Word(main.module), Word(main.function));
    let mut process = processes.create(worker)?;
    let first = process.process();
    process.parent = first.pid();
    scheduler.end_with(first.pid());
    let call = Call::Function([module, function, argument], program.main_arity as i64);
    processes.begin(worker, process, call);
    initialise_first(program, processes, first)
}

/// Lets the first process give dynamic variables their global values before it calls `main`: frames on
/// its stack, the first to run on top. None: no memory.
fn initialise_first(program: &Program, processes: &Processes, process: &Process) -> Option<()> {
    let count = program.initialiser_count as usize;
    // SAFETY: the compiler has made a table of that many cells.
    let cells = unsafe { std::slice::from_raw_parts(program.initialisers, count) };
    // SAFETY: the linker has put the cells there.
    let codes = cells.iter().map(|cell| unsafe { (**cell).code });
    processes.run_first(process, codes, program.resume_0)
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
        dynamic::register(slice(program.variables));
    }
    atom::well_known::resolve_all();
}
