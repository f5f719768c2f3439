# The folder of that name gets the file that it lacks.
echo '{ "feature_extractor_type": "WhisperFeatureExtractor", "sampling_rate": 16000 }' > acme/ears/preprocessor_config.json
