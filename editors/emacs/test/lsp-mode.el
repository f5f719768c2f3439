;;; lsp-mode.el --- Emacs with lsp-mode, in batch mode; run by editors/test  -*- lexical-binding: t; -*-
;;; Code:

(require 'package)
(package-initialize)
(setq lsp-keymap-prefix "C-c l"
      lsp-enable-snippet nil
      lsp-warn-no-matched-clients nil
      lsp-auto-guess-root t
      lsp-guess-root-without-session t
      lsp-restart 'ignore
      lsp-session-file (expand-file-name "session")
      lsp-server-install-dir (expand-file-name "servers")
      lsp-diagnostics-provider :flymake
      lsp-modeline-code-actions-enable nil
      lsp-headerline-breadcrumb-enable nil
      create-lockfiles nil
      make-backup-files nil)
(require 'lsp-mode)
(require 'flymake)
(add-to-list 'load-path (concat (getenv "EDITORS") "/emacs"))
(require 'loglore)
(load (concat (getenv "EDITORS") "/emacs/test/checks") nil t)

(find-file "train.log")
(check "a log has the mode of logs" (eq major-mode 'loglore-log-mode) major-mode)
(lsp)
(wait "the server is known for logs and starts"
      (lambda () (and (lsp-workspaces) (eq 'initialized (lsp--workspace-status (car (lsp-workspaces)))))))
(defun marked ()
  "The diagnostic of the training log's error."
  (seq-find (lambda (diagnostic) (equal (lsp-get diagnostic :code) "llm/huggingface-model-load-oom-on-cpu"))
            (lsp--get-buffer-diagnostics)))
(wait "the error of a training log is marked" #'marked)
(goto-char (lsp--position-to-point (lsp-get (lsp-get (marked) :range) :start)))
(let ((card (lsp--render-element (lsp-get (lsp-request "textDocument/hover" (lsp--text-document-position-params)) :contents))))
  (check "the card says what works" (string-match-p "device_map" card) card))
(let ((fix (seq-find (lambda (action) (string-prefix-p "Add device_map='auto' to from_pretrained" (lsp-get action :title)))
                     (lsp-code-actions-at-point))))
  (check "a fix of the source is offered" fix)
  (lsp-execute-code-action fix)
  (with-current-buffer (find-file-noselect "train.py")
    (wait "and changes it"
          (lambda () (string-match-p "from_pretrained(args.model, device_map=\"auto\")" (buffer-string))))
    (set-buffer-modified-p nil)))
(let* ((size (buffer-size))
       (actions (lsp-code-actions-at-point))
       (comment (seq-find (lambda (action) (string-match-p "comment" (lsp-get action :title))) actions)))
  (check "a workaround can be inserted" comment (seq-map (lambda (action) (lsp-get action :title)) actions))
  (lsp-execute-code-action comment)
  (wait "and is" (lambda () (> (buffer-size) size))))
(goto-char (point-min))
(search-forward "train.py\", line 106")
(let ((place (car (xref-backend-definitions 'xref-lsp (propertize "x" 'identifier-at-point t)))))
  (check "the definition of a frame is its source"
         (and place (string-match-p "train\\.py\\'" (xref-location-group (xref-item-location place)))) place))
(set-buffer-modified-p nil)
(let* ((workspace (car (lsp-workspaces)))
       (process (lsp--workspace-proc workspace)))
  (lsp-workspace-shutdown workspace)
  (wait "the server ends when it is told" (lambda () (not (process-live-p process)))))
(kill-emacs 0)
;;; lsp-mode.el ends here
