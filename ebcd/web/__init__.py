"""Plain routes beside the Streamlit pages: sign-in, ballots, coding acts and media.

Each module offers `routes(workbench)`; `ebcd.web.server` puts them together. They hold no state.
"""
