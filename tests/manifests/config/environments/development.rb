Rails.application.configure do
  # Reload code on every request.
  config.enable_reloading = true
end
