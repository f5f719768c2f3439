flask routes
