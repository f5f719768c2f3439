;;; checks.el --- What the tests share  -*- lexical-binding: t; -*-
;;; Code:

(defun check (name passed &optional why)
  "One line for the check NAME; if it has not PASSED, say WHY and end."
  (princ (format "%s %s\n" (if passed "ok" "FAILED") name))
  (unless passed
    (princ (format "%S\n" why))
    (kill-emacs 1)))

(defun wait (name condition)
  "Wait until CONDITION gives a value, and check NAME."
  (let ((until (+ (float-time) 30)) value)
    (while (and (not (setq value (funcall condition))) (< (float-time) until))
      (accept-process-output nil 0.05))
    (check name value)
    value))
;;; checks.el ends here
