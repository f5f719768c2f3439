;;; loglore.el --- A language server that knows the errors in logs  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT OR Apache-2.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: tools, languages

;;; Commentary:

;; (require 'loglore) gives log files a mode, and tells Eglot and lsp-mode how to start the server for it.
;; Logs are then marked after `M-x eglot' or `M-x lsp', or at once with
;;
;;     (add-hook 'loglore-log-mode-hook #'eglot-ensure)
;;
;; Language servers see files only.  For what is none (compilation, shell, vterm) there is `loglore-scan-buffer'.

;;; Code:

(require 'compile)

(defgroup loglore nil
  "Known errors in logs."
  :group 'tools)

(defcustom loglore-program "loglore"
  "The program: a name on the variable `exec-path', or a path."
  :type 'string)

;;;###autoload
(define-derived-mode loglore-log-mode text-mode "Log"
  "Major mode for logs."
  ;; A log is long, and what it prints may be anything.
  (setq-local bidi-inhibit-bpa t)
  (setq-local require-final-newline nil))

;; What the server is told that this mode holds.
(put 'loglore-log-mode 'eglot-language-id "log")

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.log\\(?:[.-][0-9][-.0-9]*\\)?\\'" . loglore-log-mode))

(defvar eglot-server-programs)
(defvar lsp-language-id-configuration)
(declare-function lsp-register-client "ext:lsp-mode")
(declare-function lsp-activate-on "ext:lsp-mode")
(declare-function lsp-stdio-connection "ext:lsp-mode")
(declare-function make-lsp-client "ext:lsp-mode")

(defun loglore-command (&rest _)
  "How the server is started."
  (list loglore-program "lsp"))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(loglore-log-mode . loglore-command)))

(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(loglore-log-mode . "log"))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection #'loglore-command)
                    :activation-fn (lsp-activate-on "log")
                    :server-id 'loglore)))

(defun loglore--run (name arguments input)
  "Show the output of the program with ARGUMENTS for the text INPUT.
The buffer NAME has `compilation-mode', whose keys lead to the places."
  (let ((buffer (get-buffer-create name))
        (folder default-directory))
    (with-current-buffer buffer
      (let ((inhibit-read-only t))
        (erase-buffer)
        (setq default-directory folder)
        (let ((status (with-temp-buffer
                        (insert (or input ""))
                        (apply #'call-process-region (point-min) (point-max)
                               loglore-program nil buffer nil arguments))))
          (when (and (= (buffer-size) 0) (equal status 0))
            (insert "Nothing that loglore knows.\n"))
          (goto-char (point-min))
          (compilation-mode)
          (setq-local compilation-error-screen-columns nil)
          (display-buffer buffer)
          status)))))

;;;###autoload
(defun loglore-scan-buffer (start end)
  "Say which known errors are in the buffer, or between START and END if the region is active."
  (interactive (if (use-region-p) (list (region-beginning) (region-end)) (list (point-min) (point-max))))
  (loglore--run "*loglore*" '("scan" "--color" "never" "-") (buffer-substring-no-properties start end)))

;;;###autoload
(defun loglore-scan-file (file)
  "Say which known errors are in FILE, a file or a folder, however large it is."
  (interactive "fScan: ")
  (loglore--run "*loglore*" (list "scan" "--color" "never" "--" (expand-file-name file)) nil))

;;;###autoload
(defun loglore-explain (what)
  "Explain WHAT: an entry's id, an error code, or a message; by default the text of the line."
  (interactive (list (read-string "Explain: " nil nil (string-trim (thing-at-point 'line t)))))
  (loglore--run "*loglore explain*" (list "explain" "--color" "never" "--" what) nil))

(provide 'loglore)
;;; loglore.el ends here
