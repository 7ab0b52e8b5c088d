"""Learning from decisions of officials which programme and which theme a text belongs to.

`parts` and `model` are pure Python and all that a suggestion needs; `training` alone knows scikit-learn, and only
`manage.py learn_routing` (and `load_demo`) imports that, in a process of its own.
"""
