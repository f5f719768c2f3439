# Makes a wheel of one module: python3 wheel.py NAME VERSION [REQUIREMENT...]
import sys
import zipfile

name, version, *requirements = sys.argv[1:]
info = f'{name}-{version}.dist-info'
metadata = ['Metadata-Version: 2.1', f'Name: {name}', f'Version: {version}', *(f'Requires-Dist: {one}' for one in requirements)]
files = {
    f'{name}.py': f"version = '{version}'\n",
    f'{info}/METADATA': '\n'.join(metadata) + '\n',
    f'{info}/WHEEL': 'Wheel-Version: 1.0\nGenerator: proof\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
}
record = ''.join(f'{file},,\n' for file in [*files, f'{info}/RECORD'])
with zipfile.ZipFile(f'wheels/{name}-{version}-py3-none-any.whl', 'w') as wheel:
    for file, text in [*files.items(), (f'{info}/RECORD', record)]:
        wheel.writestr(file, text)
