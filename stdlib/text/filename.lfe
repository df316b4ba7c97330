;;; Names of files: Erlang's module `filename`, as on Unix. A name is a list of characters, of atoms
;;; and of such lists, or an atom, or a binary. Where a name is a binary, so is the answer.

(defmodule filename
  "Names of files, as in Erlang."
  (export
   (flatten 1) (pathtype 1) (absname 1) (absname 2) (absname_join 2) (join 1) (join 2) (split 1)
   (nativename 1) (basename 1) (basename 2) (dirname 1) (extension 1) (rootname 1) (rootname 2)))

(defun flatten
  "A name as a flat list, or the binary that it is."
  ((name) (when (is_binary name)) name)
  ((name) (when (is_atom name)) (atom_to_list name))
  ((name) (when (is_list name)) (flat name ())))

;; The characters of a name in front of others.
(defun flat
  (((cons c name) rest) (when (is_integer c)) (cons c (flat name rest)))
  (((cons part name) rest) (flat part (flat name rest)))
  ((() rest) rest)
  ((name rest) (when (is_atom name)) (++ (atom_to_list name) rest)))

;; What `f` makes of one name as a list; of a binary it is made into a binary again.
(defun through (f name)
  (case (flatten name)
    (bytes (when (is_binary bytes)) (list_to_binary (funcall f (binary_to_list bytes))))
    (text (funcall f text))))

;; The same of two names.
(defun through (f a b)
  (through-flat f (flatten a) (flatten b)))

(defun through-flat
  ((f a b) (when (is_list a) (is_list b)) (funcall f a b))
  ((f a b) (list_to_binary (funcall f (bytes a) (bytes b)))))

(defun bytes
  ((name) (when (is_binary name)) (binary_to_list name))
  ((name) (binary_to_list (unicode:characters_to_binary name))))

(defun pathtype (name)
  "Whether a name is absolute or relative."
  (case (flatten name)
    ((cons #\/ _) 'absolute)
    ((binary #\/ (_ bytes)) 'absolute)
    (_ 'relative)))

;;; Names made of others.

(defun absname (name)
  "The absolute name of one that is relative to the working directory."
  (let (((tuple 'ok here) (file:get_cwd)))
    (absname name here)))

(defun absname
  "The name of one that is relative to a directory."
  ((name directory)
   (case (flatten name)
     ("" (join (list directory)))
     (#"" (join (list directory #"")))
     (name (join directory name)))))

(defun absname_join (directory name)
  "join/2 of the name of a directory and one in it."
  (join directory (flatten name)))

(defun join
  "The names of directories, each in the one before, and of what is in the last of them, as one
   name. An absolute name is not in another. Nothing is left of `/` at the end, and of `/` and `/.`
   in front of another."
  (((list name)) (normal name))
  (((list* a b names)) (join (cons (join a b) names))))

(defun join (directory name)
  "join/1 of two names."
  (case (pathtype name)
    ('absolute (through (lambda (_ name) (normal-text name)) directory name))
    ('relative (through #'joined/2 directory name))))

(defun joined
  (("" "") "")
  ((directory name) (normal-text (++ directory (cons #\/ name)))))

(defun normal (name)
  (through #'normal-text/1 name))

(defun normal-text (text)
  (case (single text)
    ("" (when (=/= text "")) "/")
    (normal normal)))

(defun single
  (((list* #\/ #\/ text)) (single (cons #\/ text)))
  (((list* #\/ #\. #\/ text)) (single (cons #\/ text)))
  (("/") "")
  (((cons c text)) (cons c (single text)))
  ((()) ()))

(defun nativename (name)
  "A name as other programs have it."
  (normal name))

;;; Parts of names.

(defun split (name)
  "The list of the names of the directories that lead to a file, and the file's in its directory."
  (case (flatten name)
    (bytes (when (is_binary bytes)) (lists:map #'list_to_binary/1 (parts (binary_to_list bytes))))
    (text (parts text))))

(defun parts
  (((= (cons #\/ _) text)) (cons "/" (string:lexemes text "/")))
  ((text) (string:lexemes text "/")))

(defun basename (name)
  "The name of a file in its directory."
  (through #'base/1 name))

(defun base (text)
  (behind-last-slash (without-slash text)))

;; Without one slash at the end.
(defun without-slash
  (("/") "")
  (((cons c text)) (cons c (without-slash text)))
  ((()) ()))

;; Answers the second list if there is no slash in the first.
(defun behind-last-slash (text)
  (behind-last-slash text text))

(defun behind-last-slash
  (((cons #\/ text) _) (behind-last-slash text text))
  (((cons _ text) found) (behind-last-slash text found))
  ((() found) found))

(defun basename (name extension)
  "The name of a file in its directory, without an extension if that is its own."
  (through #'base-without/2 name extension))

(defun base-without (text extension)
  (if (lists:suffix extension text)
    (behind-last-slash (without-end text extension))
    (base text)))

(defun without-end (text end)
  (lists:sublist text (- (length text) (length end))))

(defun dirname (name)
  "The directory of a file."
  (through #'directory/1 name))

(defun directory (text)
  (let* ((behind (length (behind-last-slash text)))
         (before (lists:sublist text (- (length text) behind))))
    (case before
      ("" ".")
      (_ (or-root (lists:reverse (without-slashes (lists:reverse before))))))))

(defun without-slashes
  (((cons #\/ text)) (without-slashes text))
  ((text) text))

(defun or-root
  (("") "/")
  ((text) text))

(defun extension (name)
  "What the name of a file has from its last dot on, if there is one, and not at its beginning."
  (through #'extension-of/1 name))

(defun extension-of (text)
  (case (behind-last-slash text)
    ("" "")
    ((cons _ base) (last-dot base ""))))

;; The text from its last dot on, or `found`.
(defun last-dot
  (((= (cons #\. text) from) _) (last-dot text from))
  (((cons _ text) found) (last-dot text found))
  ((() found) found))

(defun rootname (name)
  "A name without its extension."
  (through #'root/1 name))

;; The name of a file that is all of the text may begin with its extension.
(defun root (text)
  (case (behind-last-slash text)
    (base (when (=:= base text)) (without-end text (last-dot text "")))
    (_ (without-end text (extension-of text)))))

(defun rootname (name extension)
  "A name without an extension if that is its own."
  (through #'root-without/2 name extension))

(defun root-without (text extension)
  (if (lists:suffix extension text)
    (unless-directory (without-end text extension) text)
    text))

(defun unless-directory (root text)
  (if (lists:suffix "/" root) text root))
