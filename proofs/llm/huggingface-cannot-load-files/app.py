from transformers import AutoFeatureExtractor

extractor = AutoFeatureExtractor.from_pretrained('acme/ears')
print(extractor.sampling_rate)
