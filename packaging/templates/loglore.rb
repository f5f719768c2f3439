# Homebrew formula; filled in by packaging/render.py. Goes into the tap as Formula/loglore.rb.
class Loglore < Formula
  desc "Knows the errors in logs, explains them and shows what fixes them"
  homepage "https://github.com/@REPOSITORY@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "@URL:aarch64-apple-darwin@"
      sha256 "@SHA256:aarch64-apple-darwin@"
    end
    on_intel do
      url "@URL:x86_64-apple-darwin@"
      sha256 "@SHA256:x86_64-apple-darwin@"
    end
  end

  on_linux do
    on_arm do
      url "@URL:aarch64-unknown-linux-gnu@"
      sha256 "@SHA256:aarch64-unknown-linux-gnu@"
    end
    on_intel do
      url "@URL:x86_64-unknown-linux-gnu@"
      sha256 "@SHA256:x86_64-unknown-linux-gnu@"
    end
  end

  def install
    bin.install "loglore"
    bash_completion.install "completions/loglore.bash" => "loglore"
    zsh_completion.install "completions/_loglore"
    fish_completion.install "completions/loglore.fish"
    man1.install "man/loglore.1"
  end

  test do
    (testpath/"run.log").write "ModuleNotFoundError: No module named 'nosuchmodule'\n"
    assert_match "python/module-not-found", shell_output("#{bin}/loglore scan run.log", 1)
  end
end
