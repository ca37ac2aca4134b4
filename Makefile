# Aliases for those who like make; the commands themselves need nothing but Python.
.PHONY: lab test store
lab:
	python3 course.py lab
test:
	python3 course.py test
store:
	.venv/bin/python notebooks/store.py
