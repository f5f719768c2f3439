;;; eglot.el --- Emacs with Eglot, in batch mode; run by editors/test  -*- lexical-binding: t; -*-
;;; Code:

(require 'package)
(package-initialize)
(require 'eglot)
(require 'flymake)
(add-to-list 'load-path (concat (getenv "EDITORS") "/emacs"))
(require 'loglore)
(load (concat (getenv "EDITORS") "/emacs/test/checks") nil t)

(setq eglot-sync-connect 30
      eglot-autoshutdown nil
      eglot-confirm-server-initiated-edits nil
      create-lockfiles nil
      make-backup-files nil)

(defun action (pattern)
  "The code action at point whose title matches PATTERN."
  (seq-find (lambda (action) (string-match-p pattern (plist-get action :title)))
            (eglot-code-actions (point) (point) nil nil)))

(defun ours ()
  "The diagnostic of the training log's error."
  (seq-find (lambda (diagnostic) (string-match-p "OutOfMemoryError" (flymake-diagnostic-text diagnostic)))
            (flymake-diagnostics)))

;; Without a project file the folder of the log is the project.
(setq project-find-functions (list (lambda (folder) (cons 'transient folder))))
(setenv "XDG_STATE_HOME" (expand-file-name "state"))

(find-file "train.log")
(check "a log has the mode of logs" (eq major-mode 'loglore-log-mode) major-mode)
(apply #'eglot (eglot--guess-contact))
(check "the server is known for logs" (eglot-managed-p))
(flymake-mode 1)
(flymake-start)
(wait "the error of a training log is marked" #'ours)
(goto-char (flymake-diagnostic-beg (ours)))

(let* ((answer (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover (eglot--TextDocumentPositionParams)))
       (card (eglot--hover-info (plist-get answer :contents) (plist-get answer :range))))
  (check "the card says what works" (string-match-p "device_map" card) card)
  (check "the card has no stray backslashes" (not (string-match-p "\\\\[:_.]" card)) card))

(let ((fix (action "\\`Add device_map='auto' to from_pretrained")))
  (check "a fix of the source is offered" (plist-get fix :edit) (eglot-code-actions (point) (point) nil nil))
  ;; Eglot asks before it changes a file that is not open.
  (cl-letf (((symbol-function 'y-or-n-p) #'always))
    (eglot--apply-workspace-edit (plist-get fix :edit)))
  (with-current-buffer (find-file-noselect "train.py")
    (check "and changes it" (string-match-p "from_pretrained(args.model, device_map=\"auto\")" (buffer-string)))
    (set-buffer-modified-p nil)))

(let ((size (buffer-size))
      (comment (action "comment")))
  (check "a workaround can be inserted" comment (eglot-code-actions (point) (point) nil nil))
  (if (plist-get comment :edit)
      (eglot--apply-workspace-edit (plist-get comment :edit))
    (eglot-execute-command (eglot--current-server-or-lose)
                           (plist-get (plist-get comment :command) :command)
                           (plist-get (plist-get comment :command) :arguments)))
  (wait "and is" (lambda () (> (buffer-size) size))))

(goto-char (point-min))
(search-forward "train.py\", line 106")
(let ((place (car (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot)))))
  (check "the definition of a frame is its source"
         (and place (string-match-p "train\\.py\\'" (xref-location-group (xref-item-location place))))
         place))
(set-buffer-modified-p nil)

(with-temp-buffer
  (insert "make: all\nModuleNotFoundError: No module named 'nosuchmodule'\n")
  (check "a buffer that is no file can be scanned" (equal 1 (loglore-scan-buffer (point-min) (point-max)))))
(with-current-buffer "*loglore*"
  (check "with what is known of its error" (string-match-p "python/module-not-found" (buffer-string)) (buffer-string)))
(check "an error code is explained" (equal 0 (loglore-explain "E0382")))

(let ((server (eglot-current-server)))
  (eglot-shutdown server)
  (check "the server ends when it is told" (not (jsonrpc-running-p server))))
(kill-emacs 0)
;;; eglot.el ends here
