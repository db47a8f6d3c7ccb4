export default { title: 'Page not found', text: 'There is nothing at this address, or you may not see it.', home: 'Back to home' }
