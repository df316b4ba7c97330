//! The runtime inside another program, such as the compiler: it runs on threads of its own, all code in
//! it is loaded, and the other program calls functions in it.

use super::main::{memory, world};
use crate::atom;
use crate::heap;
use crate::heap::{Heap, Options};
use crate::loader::{LoadError, Loader};
use crate::os::input::Asker;
use crate::os::threads;
use crate::os::{exit, signals, stdio};
pub use crate::process::host::Role;
use crate::process::host::{Event, HOST};
use crate::process::{Call, Process, Processes};
use crate::word::Word;
use alate_abi::program::{Enter, Program};
use alate_abi::sections::ABI_VERSION;

/// What lives in the heap of a program inside another is bounded by this.
const HEAP_LIMIT: u64 = 2 << 30;

/// The function that the first process calls; the program ends with it.
pub struct Main<'a> {
    pub module: &'a str,
    pub function: &'a str,
    /// Strings: the function gets one list of them.
    pub arguments: &'a [String],
    /// False: it gets no argument.
    pub takes_arguments: bool,
    /// Modules whose dynamic variables get their initial values first, in this order.
    pub initialised: &'a [String],
}

/// A running runtime inside this program. There is at most one.
pub struct Hosted {
    heap: &'static Heap,
    loader: Loader,
    processes: &'static Processes,
}

impl Hosted {
    /// Starts the runtime with the object of the stubs, which the compiler makes, and those of the
    /// library's module `alate_host`, of the module of the first function, and of all that they need.
    /// Without a first function the program runs as long as the one that it is in. The error is a
    /// sentence for the user.
    ///
    /// # Safety
    /// The objects are what the compiler has written.
    pub unsafe fn start(
        stubs: &[u8],
        library: &[&[u8]],
        role: Role,
        main: Option<Main>,
    ) -> Result<Hosted, String> {
        if role != Role::Guest {
            stdio::ignore_broken_pipes();
        }
        if role == Role::Program {
            signals::hold();
        }
        let mut options = Options::from_environment()?;
        options.limit = options.limit.min(HEAP_LIMIT);
        let (heap, stacks) = memory(options)?;
        atom::well_known::resolve_all();
        HOST.settle(role);
        let mut loader = Loader::new(heap, stacks);
        // SAFETY: the caller's contract.
        let load = |loader: &mut Loader, object: &[u8]| unsafe {
            loader.load(object).map_err(|error| error.to_string())
        };
        load(&mut loader, stubs)?;
        for object in library {
            load(&mut loader, object)?;
        }
        let program: &'static Program = Box::leak(Box::new(program(&loader)?));
        let scheduler = world(program, heap, stacks)?;
        let (processes, worker) = (scheduler.processes(), scheduler.first_worker());
        // The first one that begins is the one with whose end the program ends.
        let mut has_first = false;
        let mut begin = |module: &str, function: &str, argument: Word, arity: i64| {
            let intern =
                |name: &str| atom::intern_for_ever(name).map_err(|_| "too many atoms".to_owned());
            let call = [intern(module)?, intern(function)?, argument];
            let mut process = processes
                .create(worker)
                .ok_or_else(|| "no memory for a process".to_owned())?;
            let begun = process.process();
            process.parent = begun.pid();
            if !std::mem::replace(&mut has_first, true) {
                scheduler.end_with(begun.pid());
            }
            processes.begin(worker, process, Call::Function(call, arity));
            Ok::<&'static Process, String>(begun)
        };
        match main {
            Some(main) => {
                // SAFETY: no worker runs yet.
                let context = unsafe { &mut *worker.context };
                let strings = main.arguments.iter().rev();
                let list = strings.fold(Word::NIL, |list, argument| {
                    let text = heap::char_list(context, argument);
                    heap::cons(context, text, list)
                });
                let arguments = match main.takes_arguments {
                    true => heap::cons(context, list, Word::NIL),
                    false => Word::NIL,
                };
                // Others run as soon as it has begun, so what comes first is its own business.
                let names = [main.module, main.function].map(atom::intern_for_ever);
                let initialised = main.initialised.iter();
                let initialised = initialised.map(|module| atom::intern_for_ever(module));
                let [Ok(module), Ok(function)] = names else {
                    return Err("too many atoms".to_owned());
                };
                let initialised = initialised.collect::<Result<Vec<Word>, _>>();
                let initialised = initialised.map_err(|_| "too many atoms".to_owned())?;
                let initialised = heap::list(context, initialised, Word::NIL);
                let words = [initialised, module, function, arguments];
                let arguments = heap::list(context, words.to_vec(), Word::NIL);
                begin("alate_host", "run", arguments, 4)?;
                begin("alate_host", "serve_beside", Word::NIL, 0)?;
            }
            None => drop(begin("alate_host", "serve", Word::NIL, 0)?),
        }
        threads::begin("worker", Box::new(move || scheduler.run()))
            .map_err(|error| format!("no thread for the runtime: {error}"))?;
        Ok(Hosted {
            heap,
            loader,
            processes,
        })
    }

    /// Loads an object; answers the names of its modules.
    ///
    /// # Safety
    /// The object is what the compiler has written.
    pub unsafe fn load(&mut self, object: &[u8]) -> Result<Vec<String>, LoadError> {
        // SAFETY: the caller's contract.
        let modules = unsafe { self.loader.load(object)? };
        // SAFETY: the contexts of workers stay; of another's only atomic fields are touched.
        self.heap
            .collect_code(unsafe { &*self.processes.workers[0].context });
        let names = modules.into_iter().filter_map(atom::name);
        Ok(names.map(str::to_owned).collect())
    }

    /// What answers questions of processes that belong to no request.
    pub fn service(&self) -> Service {
        Service(self.processes)
    }

    /// What calls functions in it: from any thread, several at a time.
    pub fn caller(&self) -> Caller {
        Caller(self.processes)
    }
}

/// A process's question, and where its answer goes.
pub struct Question {
    pub bytes: Vec<u8>,
    asker: Asker,
    processes: &'static Processes,
}

impl Question {
    /// Answers it; whoever has asked and ended meanwhile does not hear of it.
    pub fn answer(self, bytes: Vec<u8>) {
        HOST.answer(self.asker, bytes);
        self.processes.knock();
    }
}

/// Answers questions of processes in a runtime inside this program.
#[derive(Clone, Copy)]
pub struct Service(&'static Processes);

impl Service {
    /// Waits for the next question.
    pub fn next(self) -> Question {
        let (asker, bytes) = HOST.next_question();
        Question {
            bytes,
            asker,
            processes: self.0,
        }
    }
}

/// Calls functions in a runtime inside this program.
#[derive(Clone, Copy)]
pub struct Caller(&'static Processes);

impl Caller {
    /// Calls a function: request and result are terms in the external format, as the module
    /// `alate_host` says. What it asks meanwhile, `answer` answers.
    pub fn call(self, request: &[u8], answer: &mut dyn FnMut(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
        let number = HOST.request(request);
        self.0.knock();
        loop {
            match HOST.next_event(number) {
                Event::Result(bytes) => return bytes,
                Event::Question(asker, bytes) => {
                    HOST.answer(asker, answer(bytes));
                    self.0.knock();
                }
            }
        }
    }
}

/// Ends the process with a status, after what has been written is out.
pub fn end(status: i32) -> ! {
    exit::exit_with(status)
}

/// What a linked program has the compiler write for it.
fn program(loader: &Loader) -> Result<Program, String> {
    let stub = |name: &str| {
        let address = loader.symbol(name);
        address.ok_or_else(|| format!("the stubs lack {name}"))
    };
    let none = [std::ptr::null(); 2];
    // SAFETY: the stub has this signature.
    let enter = unsafe { std::mem::transmute::<usize, Enter>(stub("alate_enter")? as usize) };
    Ok(Program {
        abi_version: ABI_VERSION,
        main: std::ptr::null(),
        main_arity: 0,
        atoms: none,
        frames: [std::ptr::null(); 2],
        modules: [std::ptr::null(); 2],
        variables: [std::ptr::null(); 2],
        initialisers: std::ptr::null(),
        initialiser_count: 0,
        enter,
        done: stub("alate_done")?,
        uncaught: stub("alate_uncaught")?,
        watermark: stub("alate_watermark")?,
        raise: stub("alate_raise")?,
        apply_fun: stub("alate_apply_fun")?,
        apply: stub("alate_apply")?,
        resume_0: stub("alate_resume_0")?,
        resume_2: stub("alate_resume_2")?,
        resume_3: stub("alate_resume_3")?,
    })
}
