"""The Streamlit script: who is signed in, in which study, and which page.

It lies in the package and not beside `pages/`, where Streamlit would run a page's file by its name
before anybody had signed in.
"""

from pathlib import Path

import streamlit as st

from ebcd.errors import WorkbenchError
from ebcd.ui import here, look, steps
from ebcd.ui.plain import plain
from ebcd.words import set_language

st.set_page_config(
    page_title="EBCD Workbench", page_icon=Path(__file__).with_name("icon.png"), layout="wide"
)
account = here.signed_in()
set_language(account.language)
page = st.navigation([step.page for step in steps.STEPS], position="hidden")
study = here.chosen_study()
look.apply()
with st.sidebar:
    look.sidebar(account, study, page.url_path or "study")
here.show_flash()
try:
    page.run()
except WorkbenchError as problem:
    st.error(plain(str(problem)))
