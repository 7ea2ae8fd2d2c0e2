"""The pages' side of Streamlit: navigation, the coding desk, and what pages share."""
