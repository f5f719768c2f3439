sed -i '/use: \["css-loader"\]/d' webpack.config.js
