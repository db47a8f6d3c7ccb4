export default {
  LINK_CLOSED:
    'This link has just been closed, so nothing was submitted. What you typed is kept; please ask whoever gave you the link.',
  NO_SUCH_LINK: 'This link no longer exists.',
  NO_SUCH_RECEIPT: 'There is no such receipt.',
  NO_SUCH_FORM: 'This form no longer exists, or you may not use it.',
  NO_SUCH_RECORD: 'This record no longer exists, or you may not see it.',
  RECORD_CHANGED: 'Somebody has just changed this record. What you typed is kept.',
  IDEMPOTENCY_KEY_REUSED: 'This submission collides with the one before. Reload the page and try again; what you typed is kept.',
  BUSY: 'Many people are submitting at once. Please try again in a few seconds; what you typed is kept.',
  FILE_TOO_LARGE: 'The file is larger than 20 MB and was not uploaded.',
  FILE_EMPTY: 'The file is empty and was not uploaded.',
  NO_FILE_FIELD: 'This form takes no files.',
}
