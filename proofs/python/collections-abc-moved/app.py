import collections

print(isinstance({}, collections.Mapping))
