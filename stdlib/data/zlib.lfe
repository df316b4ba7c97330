;;; Compression: of Erlang's module `zlib` the functions on whole data.

(defmodule zlib
  "Compression, as in Erlang."
  (export (compress 1) (uncompress 1) (zip 1) (unzip 1) (gzip 1) (gunzip 1)))

(defun compress (data)
  "The data compressed, with zlib's header and check sum."
  (alate:deflate data 'zlib))

(defun uncompress (data)
  "What was compressed by compress/1; raises data_error if it was not."
  (alate:inflate data 'zlib))

(defun zip (data)
  "The data compressed, without header and check sum."
  (alate:deflate data 'raw))

(defun unzip (data)
  "What was compressed by zip/1; raises data_error if it was not."
  (alate:inflate data 'raw))

(defun gzip (data)
  "The data compressed, as in files of gzip."
  (alate:deflate data 'gzip))

(defun gunzip (data)
  "What was compressed by gzip/1; raises data_error if it was not."
  (alate:inflate data 'gzip))
