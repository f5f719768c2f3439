sed -i "s/{{ name }}/{{ name | default('x') }}/" play.yml
