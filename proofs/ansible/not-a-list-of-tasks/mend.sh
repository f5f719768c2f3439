printf -- '- name: Restart nginx\n  ansible.builtin.debug:\n    msg: again\n' > roles/web/handlers/main.yml
